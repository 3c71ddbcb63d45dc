package io.upkeep.probe;

import static io.upkeep.probe.ProbeState.CRITICAL;
import static io.upkeep.probe.ProbeState.OK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What figures of PostgreSQL and Redis mean, by the limits they usually have and by those that were set. */
class StoreVerdictsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final long SECONDS = NOW.getEpochSecond();
    private static final Map<String, Limits> USUAL = limits(Map.of());
    private static final Map<String, Limits> SET = limits(Map.of(CacheVerdicts.EVICTIONS, new Limits(60.0, 600.0)));

    private static Map<String, Limits> limits(Map<String, Limits> set) {
        return new ProbeProperties(Duration.ofMinutes(5), Map.of(), set, List.of()).allLimits();
    }

    private static List<ProbeResult> judge(
            Check check, Map<String, Object> answer, Past past, Map<String, Limits> limits) {
        Observation seen = Observation.answered("store", check, "", NOW, answer);
        return new Judge(new ObjectMapper().findAndRegisterModules(), limits).judge(seen, past);
    }

    private static Optional<ProbeResult> find(List<ProbeResult> results, String probe) {
        return results.stream().filter(result -> result.probe().equals(probe)).findFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "replication_lag_seconds, 0, OK",
        "replication_lag_seconds, 29.9, OK",
        "replication_lag_seconds, 30, WARNING",
        "replication_lag_seconds, 299, WARNING",
        "replication_lag_seconds, 300, CRITICAL",
        "connections_percent, 79.9, OK",
        "connections_percent, 80, WARNING",
        "connections_percent, 95, CRITICAL",
        "dead_rows_percent, 39.9, OK",
        "dead_rows_percent, 40, WARNING",
        // dead rows waste room and time; they stop nothing, so nobody is woken for them unless that is set
        "dead_rows_percent, 99, WARNING",
        "longest_transaction_seconds, 899, OK",
        "longest_transaction_seconds, 900, WARNING",
        "longest_transaction_seconds, 3600, CRITICAL"
    })
    void figures_of_a_database_are_judged_by_their_usual_limits(String column, double value, ProbeState state) {
        ProbeResult result = figure(column, value, USUAL);

        assertThat(result.verdict().state()).isEqualTo(state);
        assertThat(result.value()).isEqualTo(value);
        assertThat(result.unit()).isEqualTo(column.endsWith("percent") ? "%" : "s");
    }

    @ParameterizedTest
    @CsvSource({
        "replication_lag_seconds, 4, OK",
        "replication_lag_seconds, 5, WARNING",
        "replication_lag_seconds, 10, CRITICAL",
        "connections_percent, 5, WARNING",
        "connections_percent, 10, CRITICAL",
        "dead_rows_percent, 5, WARNING",
        "dead_rows_percent, 10, CRITICAL",
        "longest_transaction_seconds, 5, WARNING",
        "longest_transaction_seconds, 10, CRITICAL"
    })
    void limits_that_are_set_go_before_the_usual_ones(String column, double value, ProbeState state) {
        String probe = column.replace('_', '-');

        assertThat(figure(column, value, limits(Map.of(probe, new Limits(5.0, 10.0))))
                        .verdict()
                        .state())
                .isEqualTo(state);
    }

    @Test
    void a_database_that_is_critical_says_from_where_on() {
        assertThat(figure("replication_lag_seconds", 301, USUAL).verdict())
                .isEqualTo(Verdict.critical("301 s, critical from 300 on"));
    }

    private static ProbeResult figure(String column, double value, Map<String, Limits> limits) {
        List<ProbeResult> results = judge(Check.FIGURES, Map.of(column, value), Past.NONE, limits);
        return find(results, column.replace('_', '-')).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"1000, 0, OK", "1299, 59.8, OK", "1300, 60, WARNING", "3999, 599.8, WARNING", "4000, 600, CRITICAL"})
    void evictions_are_judged_by_their_rate_since_the_last_check(String evicted, double rate, ProbeState state) {
        ProbeResult result = evictions(evicted, "86400", 1000.0, SET).orElseThrow();

        assertThat(result.value()).isEqualTo(rate);
        assertThat(result.unit()).isEqualTo("per minute");
        assertThat(result.verdict().state()).isEqualTo(state);
    }

    @Test
    void evictions_have_no_limit_unless_one_is_set() {
        assertThat(evictions("999999999", "86400", 1000.0, USUAL)
                        .orElseThrow()
                        .verdict()
                        .state())
                .isEqualTo(OK);
    }

    @Test
    void the_first_check_and_a_start_in_between_count_evictions_from_the_start_on() {
        assertThat(evictions("1000", "600", null, SET).orElseThrow().value()).isEqualTo(100);
        assertThat(evictions("500", "60", 1000.0, SET).orElseThrow().value()).isEqualTo(500);
        assertThat(evictions("1200", "60", 1000.0, SET).orElseThrow().verdict().state())
                .as("it came further than before in its first minute")
                .isEqualTo(CRITICAL);
    }

    @Test
    void evictions_whose_time_is_not_known_have_no_rate() {
        assertThat(evictions("500", "", null, SET)).isEmpty();
        assertThat(evictions("500", "", 1000.0, SET)).isEmpty();
        assertThat(evictions("many", "600", 1000.0, SET)).isEmpty();
        assertThat(evictions("1300", "", 1000.0, SET).orElseThrow().value()).isEqualTo(60);
    }

    /** Checked five minutes after a check that saw {@code before}. */
    private static Optional<ProbeResult> evictions(
            String evicted, String uptime, Double before, Map<String, Limits> limits) {
        Map<String, Past.Point> latest = before == null
                ? Map.of()
                : Map.of("evicted-keys", new Past.Point(before, NOW.minus(Duration.ofMinutes(5))));
        Map<String, Object> info =
                Map.of("redis_version", "7", "used_memory", "1", "evicted_keys", evicted, "uptime_in_seconds", uptime);
        return find(
                judge(Check.CACHE, info, new Past(null, Map.of(), Map.of(), latest), limits), CacheVerdicts.EVICTIONS);
    }

    @ParameterizedTest
    @CsvSource({"0, OK", "7199, OK", "7200, WARNING", "86399, WARNING", "86400, CRITICAL"})
    void what_was_not_saved_for_long_is_judged_by_its_age(long age, ProbeState state) {
        ProbeResult result = saved(Map.of("rdb_last_save_time", String.valueOf(SECONDS - age)), USUAL)
                .orElseThrow();

        assertThat(result.verdict().state()).isEqualTo(state);
        assertThat(result.value()).isEqualTo((double) age);
    }

    @Test
    void the_age_of_the_last_save_has_limits_of_ones_own() {
        Map<String, Limits> own = limits(Map.of(CacheVerdicts.SAVE_AGE, new Limits(60.0, 120.0)));

        assertThat(saved(Map.of("rdb_last_save_time", String.valueOf(SECONDS - 121)), own)
                        .orElseThrow()
                        .verdict()
                        .state())
                .isEqualTo(CRITICAL);
    }

    @Test
    void a_cache_that_saves_nothing_or_does_not_say_so_has_no_age() {
        String longAgo = String.valueOf(SECONDS - 1_000_000);
        assertThat(saved(Map.of("rdb_last_save_time", longAgo, "save", ""), USUAL))
                .isEmpty();
        assertThat(find(
                        judge(
                                Check.CACHE,
                                Map.of("redis_version", "7", "rdb_last_save_time", longAgo),
                                Past.NONE,
                                USUAL),
                        CacheVerdicts.SAVE_AGE))
                .isEmpty();
        assertThat(saved(Map.of("rdb_last_save_time", longAgo, "loading", "1"), USUAL))
                .as("what loads has just begun")
                .isEmpty();
    }

    @Test
    void what_has_not_changed_is_saved_however_longAgo_that_was() {
        ProbeResult result = saved(
                        Map.of(
                                "rdb_last_save_time",
                                String.valueOf(SECONDS - 1_000_000),
                                "rdb_changes_since_last_save",
                                "0"),
                        USUAL)
                .orElseThrow();

        assertThat(result.verdict()).isEqualTo(Verdict.ok("nothing has changed since it was saved 1000000 s ago"));
        assertThat(result.value()).isZero();
    }

    @Test
    void the_age_is_that_of_its_own_clock() {
        Map<String, Object> ahead = Map.of(
                "rdb_last_save_time", String.valueOf(SECONDS + 3000), "server_time_usec", (SECONDS + 3600) + "000000");

        assertThat(saved(ahead, USUAL).orElseThrow().value()).isEqualTo(600);
    }

    private static Optional<ProbeResult> saved(Map<String, Object> fields, Map<String, Limits> limits) {
        Map<String, Object> info = new HashMap<>(
                Map.of("redis_version", "7", "save", "3600 1 300 100", "rdb_changes_since_last_save", "12"));
        info.putAll(fields);
        return find(judge(Check.CACHE, info, Past.NONE, limits), CacheVerdicts.SAVE_AGE);
    }
}
