package io.upkeep.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.backup.retention.RetentionRules.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final Retention NOTHING = new Retention(0, Duration.ZERO, 0, 0, 0, 0);

    private enum Is {
        GOOD,
        UNPROVEN,
        BROKEN
    }

    private static Kept backup(String at, Is is) {
        UUID id = UUID.nameUUIDFromBytes(at.getBytes(StandardCharsets.UTF_8));
        return new Kept(id, "database", Instant.parse(at), is == Is.GOOD, is == Is.BROKEN, 1000, null, null);
    }

    /** One verified backup every night for so many days, the newest last night. */
    private static List<Kept> nightly(int days) {
        List<Kept> backups = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            backups.add(backup(
                    Instant.parse("2026-11-24T00:30:00Z")
                            .minus(Duration.ofDays(day))
                            .toString(),
                    Is.GOOD));
        }
        return backups;
    }

    private static List<String> staying(List<Kept> backups, Retention rules) {
        Map<UUID, Instant> times = backups.stream().collect(Collectors.toMap(Kept::id, Kept::createdAt));
        return RetentionRules.decide(backups, rules, NOW).stream()
                .filter(Verdict::stays)
                .map(verdict -> times.get(verdict.id()).toString().substring(0, 10))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            last 3    | 3 | 0d | 0 | 0 | 0 | 0 | 2026-11-24 2026-11-23 2026-11-22
            within 2d | 0 | 2d | 0 | 0 | 0 | 0 | 2026-11-24 2026-11-23
            daily 2   | 0 | 0d | 2 | 0 | 0 | 0 | 2026-11-24 2026-11-23
            weekly 3  | 0 | 0d | 0 | 3 | 0 | 0 | 2026-11-24 2026-11-22 2026-11-15
            monthly 3 | 0 | 0d | 0 | 0 | 3 | 0 | 2026-11-24 2026-10-31 2026-09-30
            yearly 2  | 0 | 0d | 0 | 0 | 0 | 2 | 2026-11-24 2025-12-31
            or-ed     | 1 | 0d | 2 | 2 | 2 | 0 | 2026-11-24 2026-11-23 2026-11-22 2026-10-31
            nothing   | 0 | 0d | 0 | 0 | 0 | 0 | 2026-11-24
            """)
    void rules_are_or_ed_and_the_newest_good_one_always_stays(
            String name, int last, String within, int daily, int weekly, int monthly, int yearly, String expected) {
        Retention rules = new Retention(
                last, Duration.parse("P" + within.toUpperCase(java.util.Locale.ROOT)), daily, weekly, monthly, yearly);
        assertThat(staying(nightly(420), rules)).containsExactly(expected.split(" ", -1));
    }

    @Test
    void every_verdict_has_its_reasons() {
        List<Verdict> verdicts =
                RetentionRules.decide(nightly(10), new Retention(1, Duration.ofDays(2), 1, 1, 0, 0), NOW);
        assertThat(verdicts.get(0).reasons())
                .containsExactly(
                        "newest that is verified",
                        "1 of the last 1",
                        "within 48h",
                        "newest of the day 2026-11-24",
                        "newest of the week 2026-W48");
        assertThat(verdicts.get(9)).isEqualTo(new Verdict(verdicts.get(9).id(), false, List.of("no rule keeps it")));
        assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict.reasons()).isNotEmpty());
    }

    @Test
    void only_verified_ones_fill_places() {
        List<Kept> backups = List.of(
                backup("2026-11-24T00:30:00Z", Is.BROKEN),
                backup("2026-11-23T00:30:00Z", Is.UNPROVEN),
                backup("2026-11-22T00:30:00Z", Is.GOOD),
                backup("2026-11-21T00:30:00Z", Is.BROKEN),
                backup("2026-11-20T00:30:00Z", Is.UNPROVEN),
                backup("2026-11-19T00:30:00Z", Is.GOOD),
                backup("2026-11-18T00:30:00Z", Is.BROKEN));
        assertThat(staying(backups, new Retention(2, Duration.ZERO, 0, 0, 0, 0)))
                .containsExactly("2026-11-24", "2026-11-23", "2026-11-22", "2026-11-21", "2026-11-19");
    }

    @Test
    void without_a_verified_one_nothing_unproven_goes() {
        List<Kept> backups =
                List.of(backup("2026-01-02T00:30:00Z", Is.UNPROVEN), backup("2026-01-01T00:30:00Z", Is.UNPROVEN));
        assertThat(staying(backups, NOTHING)).hasSize(2);
    }

    @Test
    void no_backups_need_no_verdict() {
        assertThat(RetentionRules.decide(List.of(), NOTHING, NOW)).isEmpty();
    }

    @Test
    void what_the_store_would_not_remove_stays_until_its_lock_ends() {
        Kept newest = backup("2026-11-24T00:30:00Z", Is.GOOD);
        Kept old = backup("2026-10-01T00:30:00Z", Is.GOOD);
        Kept locked = locked(old, NOW.plusSeconds(1));

        assertThat(RetentionRules.decide(List.of(newest, locked), NOTHING, NOW))
                .filteredOn(verdict -> verdict.id().equals(old.id()))
                .containsExactly(new Verdict(old.id(), true, List.of("locked until 2026-11-24T06:00:01Z")));
        assertThat(staying(List.of(newest, locked(old, NOW)), NOTHING)).containsExactly("2026-11-24");
    }

    private static Kept locked(Kept kept, Instant until) {
        return new Kept(
                kept.id(),
                kept.series(),
                kept.createdAt(),
                kept.good(),
                kept.broken(),
                kept.bytes(),
                kept.provenAt(),
                until);
    }
}
