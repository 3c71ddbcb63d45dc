package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineViewTest {

    @ParameterizedTest
    @CsvSource({
        "file:/srv/upkeep/routes/pipelines/updates/update-system.camel.yaml, updates",
        "file:routes/pipelines/greet.camel.yaml, ''",
        "code, ''",
    })
    void pipelines_are_grouped_by_the_folders_of_their_files(String source, String group) {
        assertThat(PipelineView.group(source)).isEqualTo(group);
    }
}
