package io.upkeep.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearNameTest {

    private static final List<String> PIPELINES = List.of(
            "back-up-database",
            "check-security",
            "check-system-health",
            "deploy-configuration",
            "deploy-network-configuration");

    @ParameterizedTest
    @CsvSource({
        "backup-database, back-up-database",
        "check-health, check-system-health",
        "deploy-config, deploy-configuration",
        "Check_Securty, check-security",
        "moon,",
        "-,",
    })
    void finds_what_was_probably_meant_by_its_letters_or_by_its_words(String written, String meant) {
        assertThat(NearName.ofWords(written, PIPELINES).orElse(null)).isEqualTo(meant);
    }
}
