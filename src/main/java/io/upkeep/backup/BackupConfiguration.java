package io.upkeep.backup;

import io.upkeep.backup.seal.Seal;
import io.upkeep.backup.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads {@code upkeep.backup} and its keys. A mistake in them stops the start, not the first backup. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({BackupSettings.class, StoreSettings.class})
class BackupConfiguration {

    @Bean
    Seal seal(BackupSettings settings) {
        return Seal.of(settings.recipients(), identity(settings.identity()));
    }

    private static String identity(Path file) {
        if (file == null) {
            return null;
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the identity '" + file + "' cannot be read: " + e.getMessage()
                            + "; make one: upkeep key new FILE, or remove the setting where archives are only written"
                            + " (application.yaml, upkeep.backup.identity)",
                    e);
        }
    }
}
