package io.upkeep.probe;

import static io.upkeep.probe.ProbeState.CRITICAL;
import static io.upkeep.probe.ProbeState.OK;
import static io.upkeep.probe.ProbeState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.incident.Incident;
import io.upkeep.incident.Incidents;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunLog;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.SaidInRun;
import io.upkeep.sandbox.Relay;
import io.upkeep.sandbox.S3Part;
import io.upkeep.sandbox.Sandbox;
import io.upkeep.sandbox.SshHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import redis.clients.jedis.Jedis;

@ExtendWith(HealthEstate.Asked.class)
class CheckSystemHealthTest {

    private static final Sandbox SANDBOX = HealthEstate.SANDBOX;
    private static final String[] GOOD = {
        "api-1", "api-2", "web-1", "queue-api-1", "queue-api-2", "database", "cache", "backups"
    };
    private static final ConfigurableApplicationContext UPKEEP = HealthEstate.upkeep();
    private static final Incidents INCIDENTS = UPKEEP.getBean(Incidents.class);

    /** Whether the store has the one good backup that a healthy estate needs. */
    private static boolean isBackedUp;

    @BeforeAll
    static void everything_was_looked_at() {
        HealthEstate.awaitAsked();
    }

    @AfterEach
    void heal() {
        SANDBOX.healAll();
        // what is asked between the checks knows it, too, before the next one
        DeclaredProbesFixture.awaitState("database", "line", OK);
    }

    @Test
    void everything_is_good_on_a_healthy_estate() {
        backUp();
        Run run = run("check-system-health");
        assertThat(SaidInRun.of(UPKEEP.getBean(RunLog.class), run, "judge"))
                .matches("\\d+ checks of \\d+ targets: all OK");
        Map<String, TargetHealth.Report> estate = reports();
        assertThat(estate).containsOnlyKeys(GOOD);
        assertGoodBut(estate);
        assertThat(estate.get("backups").probes())
                .extracting(TargetHealth.Probe::name)
                .containsExactly("backup-age-seconds", "backup-intact", "backup-present");
    }

    @Test
    void a_full_disk_and_a_failing_api_are_critical_and_the_others_stay_good() {
        backUp();
        SANDBOX.breakPart("api-2", SshHost.DISK_FULL);
        SANDBOX.breakPart("queue-api-1", "errors");
        Map<String, TargetHealth.Report> estate = check();
        assertThat(probe(estate, "api-2", "disk:/").state()).isEqualTo(CRITICAL);
        assertThat(probe(estate, "api-2", "disk:/").reason()).contains("0.0 % of the space free");
        assertThat(probe(estate, "api-2", "cpu").state()).isEqualTo(OK);
        assertThat(estate.get("queue-api-1").state()).isEqualTo(CRITICAL);
        assertThat(estate.get("queue-api-1").reason()).contains("HTTP 500");
        assertGoodBut(estate, "api-2", "queue-api-1");
    }

    @Test
    void a_database_that_refuses_is_critical_and_of_the_queue_nothing_is_known() {
        backUp();
        SANDBOX.breakPart("database", Relay.REFUSING);
        Map<String, TargetHealth.Report> estate = check();
        assertThat(probe(estate, "database", "answers").state()).isEqualTo(CRITICAL);
        assertThat(probe(estate, "database", "queue-answers").state()).isEqualTo(UNKNOWN);
        assertThat(probe(estate, "database", "queue-answers").reason()).isNotBlank();
        assertGoodBut(estate, "database", "queue-api-1", "queue-api-2");
    }

    @Test
    void a_cache_that_hangs_and_a_host_that_is_down_are_critical_within_their_deadlines() {
        backUp();
        SANDBOX.breakPart("redis", Relay.HANGING);
        SANDBOX.breakPart("web-1", SshHost.DOWN);
        Map<String, TargetHealth.Report> estate = check();
        assertThat(probe(estate, "cache", "answers").state()).isEqualTo(CRITICAL);
        assertThat(probe(estate, "web-1", "report").state()).isEqualTo(CRITICAL);
        assertGoodBut(estate, "cache", "web-1", "queue-api-1", "queue-api-2");
    }

    @Test
    void a_cache_is_asked_for_evictions_and_while_it_saves_for_the_age_of_what_it_saved() {
        backUp();
        Map<String, TargetHealth.Report> unsaved = check();
        assertThat(unsaved.get("cache").probes())
                .extracting(TargetHealth.Probe::name)
                .contains("evictions-per-minute")
                .doesNotContain("last-save-age-seconds");
        try (Jedis redis = new Jedis("127.0.0.1", SANDBOX.redis().relay().port())) {
            redis.configSet("save", "3600 1");
            Map<String, TargetHealth.Report> saved = check();
            assertThat(probe(saved, "cache", "last-save-age-seconds").state()).isEqualTo(OK);
            assertGoodBut(saved);
            redis.configSet("save", "");
        }
    }

    @Test
    void a_damaged_backup_and_a_missing_one_are_critical() {
        backUp();
        isBackedUp = false;
        S3Part store = SANDBOX.s3();
        store.objects(S3Part.BACKUP_BUCKET).stream()
                .filter(object -> object.key().endsWith(".tar.zst"))
                .forEach(store::corrupt);
        Map<String, TargetHealth.Report> damaged = check();
        assertThat(probe(damaged, "backups", "backup-intact").state()).isEqualTo(CRITICAL);
        assertThat(probe(damaged, "backups", "backup-present").state()).isEqualTo(OK);
        assertGoodBut(damaged, "backups");

        store.empty(S3Part.BACKUP_BUCKET);
        // that there is a new one of something else is no comfort
        run("back-up-cache");
        Map<String, TargetHealth.Report> missing = check();
        assertThat(probe(missing, "backups", "backup-present").state()).isEqualTo(CRITICAL);
        assertThat(probe(missing, "backups", "backup-present").reason())
                .contains("no backup of configuration in the last 7 days", "upkeep run back-up-configuration takes");
        assertGoodBut(missing, "backups");
    }

    @Test
    void what_depends_on_a_cache_that_the_same_check_finds_down_raises_no_alarm() {
        backUp();
        check();
        List<String> before = changes("queue-api-1/answers");
        SANDBOX.breakPart("redis", Relay.REFUSING);

        Map<String, TargetHealth.Report> estate = check();

        assertThat(probe(estate, "queue-api-1", "answers").state()).isEqualTo(CRITICAL);
        assertThat(changes("cache/answers")).endsWith("OK>CRITICAL");
        assertThat(changes("queue-api-1/answers")).isEqualTo(before);
        assertThat(probe(estate, "queue-api-1", "answers").reason()).contains("no alarm: cache is down");
        SANDBOX.heal("redis");
        check();
        // another test counts what is told of it
        UPKEEP.getBean(JdbcClient.class)
                .sql("DELETE FROM outbox WHERE subject = 'cache/answers'")
                .update();
    }

    @Test
    void a_database_that_a_probe_and_a_check_find_down_is_one_incident_until_both_find_it_well() {
        backUp();
        check();
        JdbcClient jdbc = UPKEEP.getBean(JdbcClient.class);
        jdbc.sql("UPDATE incident SET state = 'RESOLVED' WHERE key LIKE 'probe:database/%'")
                .update();
        SANDBOX.breakPart("database", Relay.REFUSING);
        DeclaredProbesFixture.awaitState("database", "line", CRITICAL);
        await().atMost(Duration.ofSeconds(30)).until(() -> !serving("database").isEmpty());

        Map<String, TargetHealth.Report> estate = check();

        assertThat(probe(estate, "database", "answers").state()).isEqualTo(CRITICAL);
        Incident one = assertThat(serving("database")).singleElement().actual();
        assertThat(one.key()).isEqualTo("probe:database/line");
        assertThat(INCIDENTS.timeline(one.id()))
                .as("what the check saw is there")
                .anySatisfy(entry -> {
                    assertThat(entry.by()).isEqualTo("probe:database/answers");
                    assertThat(entry.text()).startsWith("answers of database is critical, too: ");
                });

        SANDBOX.healAll();
        DeclaredProbesFixture.awaitState("database", "line", OK);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(INCIDENTS.timeline(one.id()))
                        .anySatisfy(entry -> assertThat(entry.text()).endsWith("; by answers it is critical still")));
        assertThat(INCIDENTS.find(one.id()).orElseThrow().state()).isNotEqualTo(Incident.State.RESOLVED);

        check();

        assertThat(serving("database")).isEmpty();
        assertThat(INCIDENTS.find(one.id()).orElseThrow().resolvedBy()).isEqualTo("probe:database/answers");
    }

    /** What is open because this target does not serve. */
    private static List<Incident> serving(String target) {
        return INCIDENTS.newest(false, 500).stream()
                .filter(incident ->
                        Set.of("answers", "line").contains(incident.key().replace("probe:" + target + "/", "")))
                .toList();
    }

    @Test
    void each_change_of_state_is_told_once() {
        backUp();
        check();
        SANDBOX.breakPart("redis", Relay.REFUSING);
        check();
        check();
        assertThat(SANDBOX.part("redis").state()).isEqualTo(Relay.REFUSING);
        SANDBOX.heal("redis");
        check();
        assertThat(changes("cache/answers"))
                .endsWith("OK>CRITICAL", "CRITICAL>OK")
                .doesNotHaveDuplicates();
    }

    private static List<String> changes(String subject) {
        return UPKEEP.getBean(JdbcClient.class)
                .sql(
                        "SELECT data->>'before' || '>' || (data->>'state') FROM outbox WHERE subject = :s ORDER BY sequence")
                .param("s", subject)
                .query(String.class)
                .list();
    }

    private static void assertGoodBut(Map<String, TargetHealth.Report> estate, String... broken) {
        estate.values().stream()
                .filter(report -> !Set.of(broken).contains(report.name()))
                .forEach(report -> assertThat(report.state()).as("%s", report).isEqualTo(OK));
    }

    private static TargetHealth.Probe probe(Map<String, TargetHealth.Report> estate, String target, String name) {
        return estate.get(target).probes().stream()
                .filter(probe -> probe.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no probe " + name + " in " + estate.get(target)));
    }

    private static void backUp() {
        if (!isBackedUp) {
            SANDBOX.s3().empty(S3Part.BACKUP_BUCKET);
            run("back-up-configuration");
            isBackedUp = true;
        }
    }

    private static Map<String, TargetHealth.Report> check() {
        run("check-system-health");
        return reports();
    }

    private static Map<String, TargetHealth.Report> reports() {
        return UPKEEP.getBean(TargetHealth.class).list().stream()
                .filter(report -> Set.of(GOOD).contains(report.name()))
                .collect(Collectors.toMap(TargetHealth.Report::name, report -> report));
    }

    private static Run run(String pipeline) {
        Run run = UPKEEP.getBean(Runs.class).request(new RunRequest(pipeline, Map.of(), "test", null));
        RunJournal journal = UPKEEP.getBean(RunJournal.class);
        await().atMost(Duration.ofMinutes(3))
                .until(() -> journal.find(run.id()).orElseThrow().state().isAtRest());
        Run ended = journal.find(run.id()).orElseThrow();
        assertThat(ended.state())
                .as(ended.failedStep() + ": " + ended.failure())
                .isEqualTo(RunState.SUCCEEDED);
        return ended;
    }
}
