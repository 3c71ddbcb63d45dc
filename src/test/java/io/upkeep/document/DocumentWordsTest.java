package io.upkeep.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentWordsTest {

    private final DocumentWords words = new DocumentWords();

    @Test
    void what_is_renewed_is_named_and_nothing_has_a_reason() {
        assertThat(words.changed(List.of())).startsWith("nothing to renew: ");
        assertThat(words.changed(List.of("wash-cache", "back-up-files")))
                .isEqualTo(
                        "2 procedures are other than published; each is written anew, for people to sign: wash-cache, back-up-files");
    }

    @Test
    void what_is_overdue_is_told_with_what_to_do() {
        assertThat(words.overdue(List.of())).startsWith("no published document is overdue");
        assertThat(words.overdue(List.of(Map.of("said", "'P' was to be\u001b reviewed", "todo", "read it"))))
                .isEqualTo("1 document is overdue, each an incident:\n  'P' was to be reviewed; read it");
    }
}
