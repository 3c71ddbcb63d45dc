package io.upkeep.backup;

import io.upkeep.run.RequestCheck;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Refuses proofs and restores of what there is not, before people are asked to approve them. */
@Configuration(proxyBeanMethods = false)
class BackupRequests {

    @Bean
    RequestCheck verifyBackupsRequests(Backups backups) {
        return new Refusing("verify-backups", inputs -> {
            if (!inputs.get("only").isEmpty()) {
                StoredId.of(backups, inputs.get("only"));
            }
        });
    }

    @Bean
    RequestCheck restoreDatabaseRequests(Backups backups) {
        return new Refusing("restore-database", inputs -> StoredId.of(backups, inputs.get("backup")));
    }

    @Bean
    RequestCheck restoreFilesRequests(Backups backups) {
        return new Refusing("restore-files", inputs -> StoredId.of(backups, inputs.get("backup")));
    }

    @Bean
    RequestCheck restoreFilesToHostRequests(HostRestoration restoration) {
        return new Refusing(
                "restore-files-to-host",
                inputs -> restoration.look(
                        inputs.get("backup"), inputs.get("from"), inputs.get("host"), inputs.get("directory")));
    }

    /** @param look throws {@link BackupRefused} */
    private record Refusing(String pipeline, Consumer<Map<String, String>> look) implements RequestCheck {
        @Override
        public Optional<String> problemWith(Map<String, String> inputs) {
            try {
                look.accept(inputs);
                return Optional.empty();
            } catch (BackupRefused refused) {
                return Optional.of(refused.getMessage());
            }
        }
    }
}
