package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortIdsTest {

    private static final String ONE = "7dd04e55-8510-4d63-bc3a-8a7c4bdb78c5";
    private static final String OTHER = "7dd04e55-8510-4d63-bc3a-000000000000";
    private static final String FAR = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    private final TreeSet<String> runs = new TreeSet<>(List.of(ONE, OTHER, FAR));
    private final ShortIds ids = new ShortIds((kind, lowest, highest, most) -> kind != Identified.RUN
            ? List.of()
            : runs.subSet(lowest.toString(), true, highest.toString(), true).stream()
                    .limit(most)
                    .map(UUID::fromString)
                    .toList());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7dd04e55-8510-4d63-bc3a-8",
                "7DD04E55-8510-4D63-BC3A-8A7C",
                "7dd04e55-8510-4d63-bc3a-8a7c4bdb78c"
            })
    void the_beginning_of_one_id_is_that_id(String beginning) {
        assertThat(ids.whole(Identified.RUN, beginning)).isEqualTo(ONE);
    }

    @Test
    void the_last_id_there_can_be_is_found() {
        assertThat(ids.whole(Identified.RUN, "ffffff")).isEqualTo(FAR);
    }

    @Test
    void the_beginning_of_several_is_refused_with_them() {
        assertThatThrownBy(() -> ids.whole(Identified.RUN, "7dd04e55-"))
                .isInstanceOf(BadValue.class)
                .hasMessage("'7dd04e55-' is the beginning of more than one run: %s, %s; write more of it", OTHER, ONE);
    }

    @Test
    void no_more_than_three_are_told() {
        runs.add("7dd04e56-0000-0000-0000-000000000000");
        runs.add("7dd04e57-0000-0000-0000-000000000000");
        assertThatThrownBy(() -> ids.whole(Identified.RUN, "7dd04e"))
                .hasMessageContaining("7dd04e56-0000")
                .hasMessageEndingWith(", …; write more of it");
    }

    @Test
    void the_beginning_of_none_is_not_found() {
        assertThatThrownBy(() -> ids.whole(Identified.BACKUP, "7dd04e55"))
                .isInstanceOf(NotFound.class)
                .hasMessage("no backup has an id that begins with '7dd04e55'; GET /api/backups lists them");
    }

    /** Whoever reads the path says what is wrong with them, or knows them by another name. */
    @ParameterizedTest
    @ValueSource(
            strings = {"7dd04", "problems", "7dd04e558", "7dd04e5-", "7dd04e55-8510-4d63-bc3a-8a7c4bdb78c5", "facade-1"
            })
    void what_is_no_beginning_stays_as_it_is(String text) {
        assertThat(ids.whole(Identified.RUN, text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/runs/{id}, RUN",
        "/api/runs/{id}/log/hosts, RUN",
        "/api/updates/{run}, RUN",
        "/api/reports/{id}.html, REPORT",
        "/api/windows/{id}/{action}, WINDOW",
        "/api/documents/{id}, DOCUMENT",
        "/api/documents/{id}.md, DOCUMENT",
        "/api/nodes/{id}/pause,",
        "/api/backups/problems,",
    })
    void the_path_says_what_is_named(String pattern, Identified kind) {
        assertThat(ShortIds.kind(pattern).orElse(null)).isEqualTo(kind);
    }
}
