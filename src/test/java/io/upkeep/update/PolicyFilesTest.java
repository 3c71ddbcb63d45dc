package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PolicyFilesTest {

    @TempDir
    Path directory;

    @Test
    void policies_that_nobody_will_compare_are_told_with_what_to_do(CapturedOutput said) {
        var unused = new PolicyFiles(directory);

        assertThat(said)
                .contains(directory.toString(), "does not compare hosts", "<version>/<environment>-security")
                .contains("upkeep.configuration.directory", "deploy-security-configuration");
    }

    @Test
    void without_policies_nothing_is_said(CapturedOutput said) {
        var unused = new PolicyFiles(directory.resolve("none"));

        assertThat(said.toString()).doesNotContain("upkeep.security-policies.directory");
    }
}
