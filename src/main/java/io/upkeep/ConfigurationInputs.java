package io.upkeep;

import io.upkeep.backup.BackupRefused;
import io.upkeep.backup.ConfigurationVersions;
import io.upkeep.pipeline.KnownVersions;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Inputs of type {@code version} are versions of the configuration's repository. */
@Component
class ConfigurationInputs implements KnownVersions {

    private final ConfigurationVersions versions;

    ConfigurationInputs(ConfigurationVersions versions) {
        this.versions = versions;
    }

    @Override
    public Optional<String> problemWith(String version) {
        try {
            versions.require(version);
            return Optional.empty();
        } catch (BackupRefused none) {
            return Optional.of(none.getMessage());
        } catch (UncheckedIOException unreadable) {
            // the run says so where it reads the version
            return Optional.empty();
        }
    }
}
