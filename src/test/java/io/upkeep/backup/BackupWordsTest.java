package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackupWordsTest {

    private static final BackupWords WORDS = new BackupWords();

    @Test
    void what_was_taken_is_told_with_what_is_missing() {
        Map<String, Object> backup = Map.of(
                "id", "b1", "series", "files", "entries", 1, "bytes", 2048L, "contentsKey", "", "missing", List.of());
        assertThat(WORDS.taken(backup)).isEqualTo("took backup b1 of files: 1 entry, 2.0 KiB");

        Map<String, Object> sealed = Map.of(
                "id",
                "b2",
                "series",
                "database",
                "entries",
                12,
                "rows",
                900,
                "tables",
                7,
                "bytes",
                5L,
                "contentsKey",
                "x.sealed",
                "missing",
                List.of("hosts/api-1: /etc/nginx"));
        assertThat(WORDS.taken(sealed))
                .isEqualTo("took backup b2 of database: 12 entries with 900 rows of 7 tables, 5 bytes, sealed"
                        + "\nasked for and not there: hosts/api-1: /etc/nginx");
    }

    @Test
    void what_is_left_out_is_told_with_what_to_do() {
        Map<String, Object> backup = Map.of(
                "id",
                "b1",
                "series",
                "files",
                "entries",
                1,
                "bytes",
                2048L,
                "leftOut",
                List.of("hosts/api-1: x (why)"));
        assertThat(WORDS.taken(backup))
                .endsWith(
                        "\nleft out: hosts/api-1: x (why); rename it on the host, or remove it, as it is in no backup");
        assertThat(BackupWords.leftOut(Map.of("leftOut", List.of()))).isEmpty();
    }

    @Test
    void a_proof_is_told_with_how_it_was_made_and_what_to_do_where_there_is_none() {
        assertThat(WORDS.proven(Map.of(
                        "id",
                        "b1",
                        "series",
                        "database",
                        "verdict",
                        "VERIFIED",
                        "restoreSeconds",
                        1.26,
                        "rows",
                        900L,
                        "newestRow",
                        "2026-11-29T01:00:00Z")))
                .isEqualTo(
                        "backup b1 of database was restored to a place to throw away and compared, in 1.3 s: 900 rows,"
                                + " the newest of 2026-11-29T01:00:00Z");
        assertThat(WORDS.proven(Map.of("id", "b1", "series", "files", "verdict", "VERIFIED", "rows", 0L)))
                .isEqualTo("backup b1 of files was compared entry by entry");
        assertThat(WORDS.proven(Map.of("id", "b1", "series", "files", "verdict", "BROKEN", "reason", "a\u202eb\nc")))
                .isEqualTo("backup b1 of files is BROKEN: a b c");
        assertThat(WORDS.proven(Map.of("id", "b1", "series", "files", "verdict", "NOT_POSSIBLE", "reason", "no key")))
                .isEqualTo("backup b1 of files could NOT be proven here: no key; verify-backups tries it again");
    }

    @Test
    void a_judgement_says_what_is_proven_and_that_promises_are_kept() {
        assertThat(WORDS.due(List.of())).startsWith("no proof is due: ");
        assertThat(WORDS.due(List.of("b1", "b2"))).isEqualTo("2 backups are to be proven");
        assertThat(BackupWords.judged(List.of("one", "two"), true).lines())
                .containsExactly("one", "two", "everything is as promised (upkeep.backup.series.<name>.promise)");
        assertThat(BackupWords.judged(List.of(), true)).startsWith("everything is as promised");
        assertThat(BackupWords.judged(List.of("one"), false)).isEqualTo("one");
    }
}
