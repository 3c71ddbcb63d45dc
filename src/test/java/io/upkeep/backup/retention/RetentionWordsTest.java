package io.upkeep.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.backup.retention.RetentionRules.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetentionWordsTest {

    private static Verdict verdict(boolean stays, String reason) {
        return new Verdict(UUID.randomUUID(), stays, List.of(reason));
    }

    @Test
    void nothing_goes_for_a_reason() {
        assertThat(RetentionWords.of(Map.of(), Set.of())).startsWith("no backup is stored, so none can go; ");
        assertThat(RetentionWords.of(Map.of("files", List.of(verdict(true, "1 of the last 3"))), Set.of()))
                .isEqualTo(
                        "nothing goes: 1 backup is stored, each is kept by a rule; 'upkeep backup retention' tells which");
    }

    @Test
    void what_goes_is_counted_by_series_and_reason() {
        Verdict old = verdict(false, "no rule keeps it");
        Verdict older = verdict(false, "no rule keeps it");
        Verdict broken = verdict(false, "broken, and newer ones are verified");
        Verdict later = verdict(false, "no rule keeps it");
        Map<String, List<Verdict>> verdicts = new TreeMap<>(
                Map.of("database", List.of(verdict(true, "newest"), old, older, broken), "files", List.of(later)));

        assertThat(RetentionWords.of(
                                verdicts,
                                Set.of(
                                        old.id().toString(),
                                        older.id().toString(),
                                        broken.id().toString()))
                        .lines())
                .containsExactly(
                        "3 of 5 backups go; kept by a rule: 1 ('upkeep backup retention' tells which)",
                        "  1 of database: broken, and newer ones are verified",
                        "  2 of database: no rule keeps it");
    }
}
