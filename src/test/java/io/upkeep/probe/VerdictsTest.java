package io.upkeep.probe;

import static io.upkeep.probe.ProbeState.CRITICAL;
import static io.upkeep.probe.ProbeState.OK;
import static io.upkeep.probe.ProbeState.UNKNOWN;
import static io.upkeep.probe.ProbeState.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 | Healthy | OK",
                "200 | {\"status\":\"UP\"} | OK",
                "200 | {\"status\":\"Healthy\",\"entries\":{}} | OK",
                "200 | {\"status\":\"Degraded\"} | WARNING",
                "200 | {\"status\":\"Unhealthy\"} | CRITICAL",
                "200 | {\"status\":\"on fire\"} | CRITICAL",
                "503 | Unhealthy | CRITICAL",
                "500 | <html>error</html> | CRITICAL",
                "302 | Healthy | CRITICAL",
                "200 | <html>Welcome to nginx</html> | UNKNOWN",
                "200 | {\"status\":{\"a\":1}} | UNKNOWN",
                "200 | {\"status\": | UNKNOWN",
                "204 | `` | UNKNOWN"
            })
    void a_service_is_good_only_when_it_says_so(int status, String body, ProbeState state) {
        Verdict verdict = ServiceVerdicts.http(status, body);
        assertThat(verdict.state()).isEqualTo(state);
        assertThat(verdict.reason()).isNotBlank();
    }

    @Test
    void a_figure_is_judged_by_its_own_limits() {
        Map<String, Limits> limits = Map.of("queue-depth", new Limits(10.0, 20.0));
        assertThat(figure(9, limits)).isEqualTo(OK);
        assertThat(figure(10, limits)).isEqualTo(WARNING);
        assertThat(figure(20, limits)).isEqualTo(CRITICAL);
        assertThat(figure(1e300, limits)).isEqualTo(CRITICAL);
        assertThat(figure(1e300, Map.of())).isEqualTo(OK);
        assertThat(figure("many", limits)).isEqualTo(UNKNOWN);
        assertThat(figure(Double.NaN, limits)).isEqualTo(UNKNOWN);
        assertThat(figure(null, limits)).isEqualTo(UNKNOWN);
    }

    private static ProbeState figure(Object value, Map<String, Limits> limits) {
        Map<String, Object> row = new HashMap<>();
        row.put("queue_depth", value);
        return FigureVerdicts.judge(row, limits).get(0).verdict().state();
    }

    @ParameterizedTest
    @CsvSource({"1000, 0, OK", "500, 1000, OK", "800, 1000, WARNING", "960, 1000, CRITICAL", "x, 1000, UNKNOWN"})
    void a_cache_is_judged_by_its_memory(String used, String most, ProbeState state) {
        Map<String, Object> info = Map.of("redis_version", "7.2", "used_memory", used, "maxmemory", most);
        assertThat(byName(cache(info)).get("memory").state()).isEqualTo(state);
    }

    @Test
    void a_cache_that_cannot_save_or_still_loads_is_not_good() {
        Map<String, Verdict> verdicts = byName(cache(
                Map.of("redis_version", "7", "used_memory", "1", "loading", "1", "rdb_last_bgsave_status", "err")));
        assertThat(verdicts.get("answers").state()).isEqualTo(WARNING);
        assertThat(verdicts.get("persistence").state()).isEqualTo(CRITICAL);
        assertThat(cache(Map.of("HTTP/1.1", "400")).get(0).verdict().state()).isEqualTo(UNKNOWN);
    }

    @Test
    void a_backup_is_good_when_it_is_there_young_and_has_its_hash() {
        assertThat(byName(backup(Map.of())).values()).extracting(Verdict::state).containsExactly(OK, OK, OK);
    }

    @Test
    void a_backup_that_is_missing_short_old_or_damaged_is_critical_and_says_so() {
        assertThat(byName(backup(Map.of("missing", "no manifest in the bucket"))))
                .containsOnlyKeys("backup-present")
                .extractingByKey("backup-present")
                .isEqualTo(Verdict.critical("no manifest in the bucket"));
        assertThat(byName(backup(Map.of("storedBytes", 9)))
                        .get("backup-present")
                        .state())
                .isEqualTo(CRITICAL);
        assertThat(byName(backup(Map.of("createdAt", "2026-11-20T12:00:00Z")))
                        .get(BackupVerdicts.AGE)
                        .state())
                .isEqualTo(CRITICAL);
        assertThat(byName(backup(Map.of("createdAt", "yesterday")))
                        .get(BackupVerdicts.AGE)
                        .state())
                .isEqualTo(UNKNOWN);
        Verdict damaged = byName(backup(Map.of("storedSha256", "bb"))).get("backup-intact");
        assertThat(damaged.state()).isEqualTo(CRITICAL);
        assertThat(damaged.reason()).contains("damaged");
    }

    private static List<ProbeResult> backup(Map<String, Object> changes) {
        Map<String, Object> answer = new HashMap<>(Map.of(
                "key", "a.tar.zst",
                "bytes", 10,
                "storedBytes", 10L,
                "createdAt", "2026-11-23T02:00:00Z",
                "sha256", "aa",
                "storedSha256", "aa"));
        answer.putAll(changes);
        return BackupVerdicts.judge(answer, NOW, Map.of());
    }

    private static List<ProbeResult> cache(Map<String, Object> info) {
        return CacheVerdicts.judge(info, Past.NONE, NOW, Map.of());
    }

    private static Map<String, Verdict> byName(List<ProbeResult> results) {
        Map<String, Verdict> verdicts = new java.util.LinkedHashMap<>();
        results.forEach(result -> verdicts.put(result.probe(), result.verdict()));
        return verdicts;
    }
}
