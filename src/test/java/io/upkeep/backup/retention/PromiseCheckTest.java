package io.upkeep.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.backup.retention.PromiseCheck.Kind;
import io.upkeep.backup.retention.PromiseCheck.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PromiseCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final Map<String, Promise> PROMISED = Map.of(
            "database",
            new Promise(Duration.ofHours(26), Duration.ofHours(50), 50, Duration.ofHours(1), Duration.ofHours(26)));

    private static Kept backup(int hoursAgo, boolean good, long bytes, Integer provenHoursAgo) {
        return new Kept(
                UUID.randomUUID(),
                "database",
                NOW.minus(Duration.ofHours(hoursAgo)),
                good,
                !good && provenHoursAgo != null,
                bytes,
                provenHoursAgo == null ? null : NOW.minus(Duration.ofHours(provenHoursAgo)),
                null);
    }

    private static List<Kind> kinds(Kept... stored) {
        return PromiseCheck.check(PROMISED, List.of(stored), NOW).stream()
                .map(Problem::kind)
                .toList();
    }

    @Test
    void a_fresh_proven_backup_of_its_usual_size_is_no_problem() {
        assertThat(kinds(backup(5, true, 1000, 4), backup(29, true, 990, 28), backup(53, true, 980, 52)))
                .isEmpty();
    }

    @Test
    void none_at_all_is_missing() {
        assertThat(kinds()).containsExactly(Kind.MISSING);
        assertThat(PromiseCheck.check(PROMISED, List.of(), NOW).get(0).sentence())
                .isEqualTo("there is no backup of database; run back-up-database");
    }

    @Test
    void one_older_than_promised_is_told_with_both_ages() {
        assertThat(kinds(backup(27, true, 1000, 20))).containsExactly(Kind.TOO_OLD);
        assertThat(PromiseCheck.check(PROMISED, List.of(backup(27, true, 1000, 20)), NOW)
                        .get(0)
                        .sentence())
                .contains("27 h old, promised are 26 h");
        assertThat(kinds(backup(26, true, 1000, 20))).isEmpty();
    }

    @Test
    void a_new_one_that_nobody_could_prove_does_not_count() {
        assertThat(kinds(backup(2, false, 1000, null))).containsExactly(Kind.TOO_OLD, Kind.NOT_PROVEN);
        assertThat(PromiseCheck.check(PROMISED, List.of(backup(2, false, 1000, null)), NOW)
                        .get(0)
                        .sentence())
                .isEqualTo("no backup of database is verified; see why back-up-database does not succeed");
        assertThat(kinds(backup(2, true, 1000, 51))).containsExactly(Kind.NOT_PROVEN);
    }

    @Test
    void a_broken_newest_one_is_told_even_while_an_older_one_is_good() {
        assertThat(kinds(backup(2, false, 1000, 1), backup(20, true, 1000, 19))).containsExactly(Kind.BROKEN);
    }

    @Test
    void one_much_smaller_than_those_before_is_told() {
        List<Kept> stored = new ArrayList<>(List.of(backup(2, true, 499, 1)));
        for (int day = 1; day <= 3; day++) {
            stored.add(backup(24 * day, true, 1000, 1));
        }
        assertThat(kinds(stored.toArray(new Kept[0]))).containsExactly(Kind.TOO_SMALL);
        stored.remove(3);
        assertThat(kinds(stored.toArray(new Kept[0]))).as("two are no history").isEmpty();
    }
}
