package io.upkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code upkeep docs}, against a server that answers as told. */
class DocsCommandTest {

    private static final String ID = ScriptedServer.RUN;

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @Test
    void who_has_read_a_document_again_is_told_in_words_until_when_that_holds() {
        server.on(
                "POST /api/documents/0b0e1d/review",
                200,
                "{\"id\":\"%s\",\"title\":\"Procedure: back up\",\"nextReview\":\"2027-01-01T00:00:00Z\"}"
                        .formatted(ID));

        assertThat(server.run("docs", "review", "0b0e1d", "--note", "still right"))
                .isZero();

        assertThat(server.output())
                .startsWith("'Procedure: back up' is to be read again by ")
                .doesNotContain("{");
    }

    @Test
    void a_document_is_shown_as_it_is_with_its_nested_lists_and_code() {
        server.on(
                "GET /api/documents/" + ID,
                200,
                "{\"markdown\":\"# Back up\\n\\n1. Look\\n   - at hosts\\n\\n      upkeep targets\\n\\n\\t| column\\u001b[2J\\n\"}");

        assertThat(server.run("docs", "show", ID)).isZero();

        assertThat(server.output())
                .isEqualTo("# Back up\n\n1. Look\n   - at hosts\n\n      upkeep targets\n\n\t| column [2J\n");
    }
}
