package io.upkeep.pipeline.timer;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.UpkeepApplication;
import io.upkeep.sandbox.OwnDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionOperations;

/** Timers of the year 2031, which Quartz leaves alone: what happens is what the clock given here makes happen. */
@SpringBootTest(
        classes = UpkeepApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "upkeep.routes.directory=src/test/resources/timers",
            "spring.config.location=classpath:/application.yaml",
            "upkeep.timers.look-every=1d",
            "upkeep.slack.enabled=true",
            "upkeep.stakeholders.operations-team.slack=maintenance",
            "upkeep.stakeholders.users.slack=users",
            "upkeep.stakeholders.users.impact=DEGRADED",
            "upkeep.targets.site.kind=service",
            "upkeep.targets.site.labels=site-production",
            "upkeep.targets.site.address=http://site",
            "upkeep.targets.rehearsal.kind=service",
            "upkeep.targets.rehearsal.labels=site-staging",
            "upkeep.targets.rehearsal.address=http://rehearsal",
            "upkeep.targets.rehearsal.noticed=false"
        })
@Import(MissedTimersTest.Parts.class)
class MissedTimersTest {

    private static final EmbeddedPostgres DATABASE = start();
    private static Instant day = Instant.parse("2031-05-01T00:00:00Z");

    @Autowired
    private TimerReconciler reconciler;

    @Autowired
    private TimerRoutes routes;

    @Autowired
    private TimerLedger ledger;

    @Autowired
    private StoredTriggers triggers;

    @Autowired
    private MissedNews news;

    @Autowired
    private TimerAlarm alarm;

    @Autowired
    private TransactionOperations transaction;

    @Autowired
    private PipelineTimers timers;

    @Autowired
    private Settable time;

    @Autowired
    private Scheduler scheduler;

    @Autowired
    private CamelContext camel;

    @Autowired
    private JdbcClient jdbc;

    /** The database's clock, as the test says. */
    static class Settable implements DatabaseTime {
        private volatile Instant now = day;

        @Override
        public Instant now() {
            return now;
        }
    }

    @TestConfiguration
    static class Parts {
        @Bean
        @Primary
        Settable settable() {
            return new Settable();
        }
    }

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry settings) {
        settings.add("spring.datasource.url", () -> OwnDatabase.of(DATABASE));
        settings.add("spring.datasource.username", () -> "postgres");
    }

    /** A day of its own for each test, settled up to its midnight. */
    @BeforeEach
    void midnight() {
        day = day.plus(Duration.ofDays(1));
        time.now = day;
        if (jdbc.sql("SELECT count(*) FROM timer").query(Integer.class).single() == 0) {
            reconciler.look(); // timers count from when they are first seen
        }
        jdbc.sql("TRUNCATE timer_missed, outbox, notice, incident CASCADE").update();
        jdbc.sql("UPDATE timer SET looked_at = :day, behind = NULL")
                .param("day", Timestamp.from(day))
                .update();
    }

    @Test
    void an_outage_of_two_hours_is_settled_as_each_timer_says_and_told() {
        time.now = at("02:10:00");
        reconciler.look();

        assertThat(asked("once")).containsExactly("timer:once:" + at("02:00:00"));
        assertThat(asked("skip")).isEmpty();
        assertThat(missed("once")).containsExactly("COVERED", "COVERED", "COVERED", "MADE_UP");
        assertThat(missed("skip")).containsExactly("SKIPPED", "SKIPPED", "SKIPPED", "SKIPPED");
        assertThat(events("once"))
                .singleElement()
                .asString()
                .contains("\"count\": 4", "FIRE_ONCE", at("00:30:00") + "");
        assertThat(events("skip")).singleElement().asString().contains("\"count\": 4", "SKIP");
        assertThat(notices()).hasSize(2).allMatch(text -> text.contains("did not fire 4 times"));
    }

    @Test
    void who_is_told_of_degradation_only_is_not_told_of_what_users_would_not_have_noticed() {
        time.now = at("02:10:00");
        reconciler.look();

        assertThat(toldTo("users")).singleElement().asString().contains("Timer polish-production ");
        assertThat(toldTo("maintenance"))
                .filteredOn(text -> text.contains("Timer polish-"))
                .hasSize(2);
    }

    @Test
    void work_that_is_to_be_made_up_for_is_an_incident_until_it_has_been_done() {
        time.now = at("02:10:00");
        reconciler.look();
        reconciler.look();

        assertThat(incidents("once")).containsExactly("OPEN");
        assertThat(incidents("skip")).as("its policy is to wait").isEmpty();

        jdbc.sql("UPDATE run SET state = 'SUCCEEDED', requested_at = :at WHERE request_id = :id")
                .param("at", Timestamp.from(at("02:10:01")))
                .param("id", "timer:once:" + at("02:00:00"))
                .update();
        reconciler.look();

        assertThat(incidents("once")).containsExactly("RESOLVED");
    }

    @Test
    void what_was_told_is_not_told_again() {
        time.now = at("02:10:00");
        reconciler.look();
        time.now = at("02:20:00");
        reconciler.look();

        assertThat(events("once")).hasSize(1);
        assertThat(asked("once")).hasSize(1);
    }

    @Test
    void nodes_that_look_at_once_ask_once_and_tell_once() throws Exception {
        time.now = at("03:10:00");
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<? extends Future<?>> looks = List.of(1, 2, 3, 4).stream()
                    .map(node -> new TimerReconciler(routes, ledger, time, triggers, news, alarm, transaction))
                    .map(node -> nodes.submit(node::look))
                    .toList();
            for (Future<?> look : looks) {
                look.get();
            }
        } finally {
            nodes.shutdownNow();
        }
        assertThat(asked("once")).containsExactly("timer:once:" + at("03:00:00"));
        assertThat(missed("once")).hasSize(6);
        assertThat(events("once")).hasSize(1);
        assertThat(events("skip")).hasSize(1);
    }

    @Test
    void a_node_whose_clock_is_an_hour_fast_asks_for_nothing_early_and_the_time_is_asked_for_when_it_is_due()
            throws Exception {
        time.now = at("00:00:20");
        fireAsQuartz("once", at("00:30:00"));
        fireAsQuartz("once", at("01:00:00"));
        assertThat(asked("once")).isEmpty();

        time.now = at("00:30:10");
        reconciler.look();
        assertThat(asked("once")).containsExactly("timer:once:" + at("00:30:00"));
        assertThat(missed("once")).isEmpty();
    }

    @Test
    void a_node_whose_clock_is_an_hour_slow_asks_for_nothing_a_second_time() throws Exception {
        time.now = at("00:30:00");
        fireAsQuartz("once", at("00:30:00"));
        assertThat(asked("once")).as("asked for in time").hasSize(1);

        time.now = at("01:30:00");
        fireAsQuartz("once", at("00:30:00"));
        assertThat(asked("once")).containsExactly("timer:once:" + at("00:30:00"));
    }

    @Test
    void a_route_that_asks_for_runs_of_two_pipelines_gets_both() throws Exception {
        time.now = at("00:30:00");
        fireAsQuartz("both", at("00:30:00"));

        assertThat(asked("both"))
                .containsExactlyInAnyOrder("timer:both:" + at("00:30:00"), "timer:both:" + at("00:30:00") + ":tock");
    }

    @Test
    void shows_when_a_timer_fired_will_fire_and_did_not() {
        time.now = at("02:10:00");
        reconciler.look();

        assertThat(timers.of("tick"))
                .filteredOn(timer -> timer.route().equals("once"))
                .singleElement()
                .satisfies(timer -> {
                    assertThat(timer.last()).isEqualTo(at("02:00:00"));
                    assertThat(timer.lastMissed()).isEqualTo(at("02:00:00"));
                    assertThat(timer.next()).isEqualTo("2031-01-01T00:00:00Z");
                    assertThat(timer.missedPolicy()).isEqualTo(MissedPolicy.FIRE_ONCE);
                });
    }

    @Test
    void stored_triggers_that_differ_from_their_routes_are_mended() throws Exception {
        QuartzEndpoint endpoint = (QuartzEndpoint) camel.getRoute("berlin").getEndpoint();
        CronTrigger right = (CronTrigger) scheduler.getTrigger(endpoint.getTriggerKey());
        scheduler.rescheduleJob(
                right.getKey(),
                right.getTriggerBuilder()
                        .withSchedule(CronScheduleBuilder.cronSchedule(right.getCronExpression())
                                .inTimeZone(TimeZone.getTimeZone("America/New_York")))
                        .build());
        JobDetail known = scheduler.getJobDetail(right.getJobKey());
        TriggerKey removed = new TriggerKey("of-a-removed-route", "timers");
        scheduler.scheduleJob(
                JobBuilder.newJob(known.getJobClass())
                        .withIdentity("of-a-removed-route", "timers")
                        .usingJobData(known.getJobDataMap())
                        .build(),
                TriggerBuilder.newTrigger()
                        .withIdentity(removed)
                        .withSchedule(CronScheduleBuilder.cronSchedule("0 0 0 1 1 ? 2032"))
                        .build());
        JobKey durable = new JobKey("durable", "timers");
        scheduler.addJob(
                JobBuilder.newJob(known.getJobClass())
                        .withIdentity(durable)
                        .usingJobData(known.getJobDataMap())
                        .storeDurably()
                        .build(),
                true);
        JobKey foreign = new JobKey("foreign", "somebody-else");
        scheduler.addJob(
                JobBuilder.newJob(known.getJobClass())
                        .withIdentity(foreign)
                        .storeDurably()
                        .build(),
                true);
        assertThat(scheduler.getTrigger(removed)).as("the fault happened").isNotNull();

        triggers.mend();

        CronTrigger mended = (CronTrigger) scheduler.getTrigger(right.getKey());
        assertThat(mended.getTimeZone().getID()).isEqualTo("Europe/Berlin");
        assertThat(mended.getMisfireInstruction()).isEqualTo(CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING);
        assertThat(scheduler.getTrigger(removed)).isNull();
        assertThat(scheduler.getJobDetail(durable)).isNull();
        assertThat(scheduler.getJobDetail(foreign)).as("not ours").isNotNull();
        assertThat(scheduler.getMetaData().isJobStoreClustered()).isTrue();
    }

    private void fireAsQuartz(String route, Instant scheduled) throws Exception {
        DefaultConsumer consumer = (DefaultConsumer) camel.getRoute(route).getConsumer();
        Exchange exchange = consumer.createExchange(false);
        exchange.getMessage().setHeader("scheduledFireTime", Date.from(scheduled));
        consumer.getProcessor().process(exchange);
        assertThat(exchange.getException()).isNull();
    }

    private List<String> asked(String route) {
        return jdbc.sql("SELECT request_id FROM run WHERE request_id LIKE :ids ORDER BY request_id")
                .param("ids", "timer:" + route + ":" + day.toString().substring(0, 10) + "%")
                .query(String.class)
                .list();
    }

    private List<String> missed(String route) {
        return jdbc.sql("SELECT outcome FROM timer_missed WHERE route = :route ORDER BY due")
                .param("route", route)
                .query(String.class)
                .list();
    }

    private List<String> incidents(String route) {
        return jdbc.sql("SELECT state FROM incident WHERE key = :key")
                .param("key", "timer:" + route)
                .query(String.class)
                .list();
    }

    private List<String> events(String route) {
        return jdbc.sql("SELECT data::text FROM outbox WHERE type = 'io.upkeep.timer.missed.v1' AND key = :route")
                .param("route", route)
                .query(String.class)
                .list();
    }

    /** Of the two timers of the pipeline that the channel subscribed to. */
    private List<String> notices() {
        return jdbc.sql("SELECT text FROM notice WHERE text LIKE '%missed its time%' AND text ~ 'Timer (once|skip) '")
                .query(String.class)
                .list();
    }

    private List<String> toldTo(String channel) {
        return jdbc.sql("SELECT text FROM notice WHERE text LIKE '%missed its time%' AND address = :channel")
                .param("channel", channel)
                .query(String.class)
                .list();
    }

    private static Instant at(String time) {
        return Instant.parse(day.toString().substring(0, 11) + time + "Z");
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new IllegalStateException("no database for the test", e);
        }
    }
}
