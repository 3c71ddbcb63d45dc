package io.upkeep.probe;

import static io.upkeep.probe.ProbeState.CRITICAL;
import static io.upkeep.probe.ProbeState.OK;
import static io.upkeep.probe.ProbeState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.zaxxer.hikari.HikariDataSource;
import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import io.upkeep.sandbox.MigratedDatabase;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class TargetHealthTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final HikariDataSource DATABASE = MigratedDatabase.create("target_health");

    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
    private final ProbeProperties properties = new ProbeProperties(
            Duration.ofMinutes(5), Map.of("backup-intact", Duration.ofDays(1)), Map.of(), List.of());
    private final JdbcProbeHistory history = new JdbcProbeHistory(
            JdbcClient.create(DATABASE), new JdbcProbeStates(new NamedParameterJdbcTemplate(DATABASE)), json);
    private final Inventory inventory = new Inventory(List.of(
            target("api-1", TargetKind.HOST, "ssh://upkeep@api-1"),
            target("cache", TargetKind.CACHE, "redis://cache"),
            target("queue-api-1", TargetKind.SERVICE, "http://api-1")));
    private final DeclaredProbes declared = new DeclaredProbes(
            new DeclaredProbeProperties(
                    Map.of("queue-api-1", new DeclaredProbeProperties.Entry(List.of("cache"), Map.of()))),
            inventory,
            Path.of("routes"));
    private final OpenWindows windows = new JdbcOpenWindows(JdbcClient.create(DATABASE));
    private final List<Event> events = new ArrayList<>();
    private final StateRecorder recorder = new StateRecorder(
            history,
            windows,
            declared,
            inventory,
            properties,
            new Collecting(events),
            new StaticListableBeanFactory().getBeanProvider(StateListener.class));
    private final HealthJudge judge = new HealthJudge(history, recorder, json, properties);

    @BeforeEach
    void empty() {
        JdbcClient.create(DATABASE)
                .sql("TRUNCATE probe_result, probe_state, probe_sample, probe_span")
                .update();
    }

    @Test
    void a_target_that_was_never_checked_is_unknown() {
        assertThat(report(NOW, "cache").state()).isEqualTo(UNKNOWN);
        assertThat(report(NOW, "cache").reason()).isEqualTo("never checked");
    }

    @Test
    void a_good_result_is_good_for_two_intervals_and_then_unknown() {
        record(http("queue-api-1", NOW, 200, "Healthy"));
        assertThat(report(NOW.plusSeconds(600), "queue-api-1").state()).isEqualTo(OK);
        TargetHealth.Report stale = report(NOW.plusSeconds(601), "queue-api-1");
        assertThat(stale.state()).isEqualTo(UNKNOWN);
        assertThat(stale.reason()).contains("not checked for 10 min").contains("OK");
    }

    @Test
    void each_change_of_state_is_one_event_and_the_first_good_one_is_none() {
        record(http("queue-api-1", NOW, 200, "Healthy"));
        assertThat(events).isEmpty();
        record(http("queue-api-1", NOW.plusSeconds(60), 500, "oops"));
        record(http("queue-api-1", NOW.plusSeconds(120), 500, "oops"));
        record(http("queue-api-1", NOW.plusSeconds(180), 200, "Healthy"));
        assertThat(events).extracting(event -> event.data().get("state")).containsExactly("CRITICAL", "OK");
        assertThat(events).extracting(Event::sequence).containsExactly(1L, 2L);
        assertThat(events).extracting(Event::subject).containsOnly("queue-api-1/answers");
    }

    @Test
    void a_run_recorded_twice_changes_nothing_the_second_time() {
        String run = UUID.randomUUID().toString();
        record(run, http("queue-api-1", NOW, 500, "oops"));
        Map<String, Object> again = record(run, http("queue-api-1", NOW, 500, "oops"));
        assertThat(events).hasSize(1);
        assertThat(again).containsEntry("CRITICAL", 1);
    }

    @Test
    void an_observation_that_is_older_than_the_state_does_not_replace_it() {
        record(http("queue-api-1", NOW, 500, "oops"));
        record(http("queue-api-1", NOW.minusSeconds(60), 200, "Healthy"));
        assertThat(report(NOW, "queue-api-1").state()).isEqualTo(CRITICAL);
    }

    @Test
    void a_disk_that_is_no_longer_mounted_is_forgotten_but_not_when_the_report_is_cut_off() {
        record(host(NOW, HostReportParserTest.HEALTHY));
        record(host(NOW.plusSeconds(60), HostReportParserTest.HEALTHY.replace("@@end", "")));
        assertThat(names(NOW.plusSeconds(60))).contains("disk:/srv/my files");
        assertThat(report(NOW.plusSeconds(60), "api-1").state()).isEqualTo(UNKNOWN);
        record(host(NOW.plusSeconds(120), HostReportParserTest.HEALTHY.replaceAll("(?m)^server pool.*\n", "")));
        assertThat(names(NOW.plusSeconds(120))).contains("disk:/").doesNotContain("disk:/srv/my files");
    }

    @Test
    void a_service_whose_cache_is_down_is_critical_but_no_alarm_until_the_cache_is_well() {
        record(http("queue-api-1", NOW, 200, "Healthy"));
        record(fields(Observation.failed("cache", Check.CACHE, "", NOW.plusSeconds(60), "refused", true)));
        record(http("queue-api-1", NOW.plusSeconds(60), 503, "no cache"));
        TargetHealth.Report api = report(NOW.plusSeconds(60), "queue-api-1");
        assertThat(api.state()).isEqualTo(CRITICAL);
        assertThat(api.reason()).contains("HTTP 503").endsWith("no alarm: cache is down, which it depends on");
        assertThat(events).extracting(Event::subject).containsExactly("cache/answers");

        record(fields(Observation.answered(
                "cache", Check.CACHE, "", NOW.plusSeconds(120), Map.of("redis_version", "7.2", "used_memory", "1"))));
        record(http("queue-api-1", NOW.plusSeconds(120), 503, "still"));
        assertThat(events)
                .extracting(Event::subject)
                .containsExactly("cache/answers", "cache/answers", "queue-api-1/answers");
    }

    @Test
    void while_a_window_is_open_the_reason_is_still_that_of_the_worst_probe() {
        JdbcClient database = JdbcClient.create(DATABASE);
        record(host(NOW, HostReportParserTest.HEALTHY));
        record(fields(Observation.failed("api-1", Check.HOST, "", NOW.plusSeconds(60), "the host hangs", true)));
        assertThat(report(NOW.plusSeconds(60), "api-1").reason()).startsWith("report: ");
        database.sql("""
                        INSERT INTO window_occurrence (id, name, is_declared, state, opens_at, closes_at, agreed_close_at,
                            cutoff_seconds, zone, reason, pipelines, targets, proposed_by, approved_by, started_at, lead_seconds, sequence)
                        VALUES (gen_random_uuid(), 'weekly', false, 'STARTED', CAST(:now AS timestamptz),
                            CAST(:now AS timestamptz) + interval '1 hour', CAST(:now AS timestamptz) + interval '1 hour', 0, 'UTC', 'a test', '{}', '', 'person:ada', 'person:bob', :now, '{}', 1)
                        """).param("now", Timestamp.from(NOW)).update();

        TargetHealth.Report shown = report(NOW.plusSeconds(60), "api-1");
        database.sql("TRUNCATE window_occurrence CASCADE").update();

        assertThat(shown.state()).isEqualTo(ProbeState.MAINTENANCE);
        assertThat(shown.reason()).startsWith("report: ").contains("the host hangs");
    }

    private List<String> names(Instant at) {
        return report(at, "api-1").probes().stream()
                .map(TargetHealth.Probe::name)
                .toList();
    }

    private TargetHealth.Report report(Instant at, String target) {
        return new TargetHealth(inventory, history, declared, windows, properties, Clock.fixed(at, ZoneOffset.UTC))
                .list().stream()
                        .filter(report -> report.name().equals(target))
                        .findFirst()
                        .orElseThrow();
    }

    private static Target target(String name, TargetKind kind, String address) {
        return new Target(name, kind, Set.of(), URI.create(address), null, null);
    }

    private void record(Map<String, Object> observation) {
        record(UUID.randomUUID().toString(), observation);
    }

    private Map<String, Object> record(String run, Map<String, Object> observation) {
        return new TransactionTemplate(new DataSourceTransactionManager(DATABASE))
                .execute(transaction -> judge.record(run, List.of(observation)));
    }

    private Map<String, Object> http(String target, Instant at, int status, String body) {
        return fields(Observation.answered(target, Check.HTTP, "", at, Map.of("status", status, "body", body)));
    }

    private Map<String, Object> host(Instant at, String text) {
        return fields(Observation.answered("api-1", Check.HOST, "", at, fields(HostReportParser.parse(text))));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> fields(Object value) {
        return json.convertValue(value, Map.class);
    }

    /** An outbox that keeps what it is given. */
    private record Collecting(List<Event> events) implements Outbox {
        @Override
        public void append(Event event) {
            events.add(event);
        }

        @Override
        public List<Waiting> waiting(int limit) {
            return List.of();
        }

        @Override
        public long backlog() {
            return events.size();
        }
    }
}
