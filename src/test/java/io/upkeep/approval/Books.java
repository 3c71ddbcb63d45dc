package io.upkeep.approval;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunState;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The books of approvals on a real PostgreSQL, with people, a clock that can be set, and everything they told. */
final class Books {

    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final People PEOPLE = new People(List.of(
            person("ada", "operations-lead", "technical-lead"),
            person("bob", "operations-lead"),
            person("carol", "technical-lead"),
            person("mo", "management")));
    private static final DataSource DATABASE = database();

    final JdbcClient jdbc = JdbcClient.create(DATABASE);
    final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(DATABASE));
    final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    final List<ApprovalListener.News> news = Collections.synchronizedList(new ArrayList<>());
    final List<RunOverride.Recorded> overridden = Collections.synchronizedList(new ArrayList<>());
    final List<UUID> reconsidered = Collections.synchronizedList(new ArrayList<>());
    final Approvals approvals;
    final ApprovalDesk desk;
    final Overrides overrides;
    volatile Instant now = NOW;

    private final Map<UUID, Run> runs = new ConcurrentHashMap<>();

    Books() {
        this(PEOPLE);
    }

    /** The same books, read by a node whose application.yaml names other people. */
    Books(People people) {
        Clock clock = new SetClock();
        StaticListableBeanFactory engine = new StaticListableBeanFactory();
        engine.addBean("engine", (WaitingRuns) reconsidered::add);
        JdbcApprovals records = new JdbcApprovals(jdbc, new ObjectMapper());
        List<ApprovalListener> listeners = List.of(new Listening());
        ApprovalTeller teller = new ApprovalTeller(records, new Collecting(), people, listeners);
        approvals = new Approvals(records, teller, people, journal(), transaction);
        desk = new ApprovalDesk(
                records,
                teller,
                people,
                journal(),
                new ApprovalSettings(Duration.ofDays(7)),
                transaction,
                engine.getBeanProvider(WaitingRuns.class),
                event -> {},
                clock);
        overrides = new Overrides(
                new JdbcOverrides(jdbc),
                new OverrideTeller(new Collecting(), listeners),
                people,
                new BreakGlassSettings(null),
                journal(),
                transaction,
                engine.getBeanProvider(WaitingRuns.class),
                event -> {},
                clock);
    }

    static Person person(String id, String... roles) {
        return new Person(id, Set.of(roles), id + "@example.org", id);
    }

    static Plan plan(String version) {
        return new Plan("deploy", Map.of("version", version), List.of("api-1", "api-2"), "route-1");
    }

    Run run(String requestedBy) {
        Run run = Run.requested(UUID.randomUUID(), "deploy", Map.of(), requestedBy, NOW, 0);
        runs.put(run.id(), run);
        return run;
    }

    Run started(Run run) {
        Run started = run.moved(RunState.RUNNING, RunJournal.Change.onRoute("route-1"), 2, now);
        runs.put(run.id(), started);
        return started;
    }

    List<String> told() {
        return events.stream().map(Event::type).toList();
    }

    /** Of the journal only {@code find} is asked. */
    private RunJournal journal() {
        return (RunJournal) Proxy.newProxyInstance(
                Books.class.getClassLoader(), new Class<?>[] {RunJournal.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("find")) {
                        return Optional.ofNullable(runs.get((UUID) arguments[0]));
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
    }

    private static DataSource database() {
        try {
            DataSource database = EmbeddedPostgres.builder().start().getPostgresDatabase();
            Flyway.configure().dataSource(database).load().migrate();
            return database;
        } catch (IOException e) {
            throw new IllegalStateException("no database for the test", e);
        }
    }

    private final class SetClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final class Listening implements ApprovalListener {
        @Override
        public void approval(News told) {
            news.add(told);
        }

        @Override
        public void override(RunOverride.Recorded told) {
            overridden.add(told);
        }
    }

    private final class Collecting implements Outbox {
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
            return 0;
        }
    }
}
