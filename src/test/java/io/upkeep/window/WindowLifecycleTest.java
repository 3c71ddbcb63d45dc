package io.upkeep.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.UpkeepApplication;
import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import io.upkeep.pipeline.WindowOpening;
import io.upkeep.sandbox.OwnDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What people and the keeper do with windows, in a real database, on a clock that the test sets. */
@SpringBootTest(
        classes = UpkeepApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "upkeep.routes.directory=src/test/resources/window",
            "camel.main.routes-include-pattern=file:src/test/resources/window/*.none",
            "spring.config.location=classpath:/application.yaml",
            "upkeep.window-keeper.interval=10h",
            "upkeep.targets.api-1.kind=host",
            "upkeep.targets.api-1.labels=api",
            "upkeep.targets.api-1.address=ssh://upkeep@api-1:22",
            "upkeep.windows.weekly.rrule=FREQ=WEEKLY;BYDAY=SU;BYHOUR=2",
            "upkeep.windows.weekly.duration=2h",
            "upkeep.windows.weekly.zone=Europe/Berlin",
            "upkeep.windows.emergency.zone=Europe/Berlin"
        })
@Import(WindowLifecycleTest.Parts.class)
class WindowLifecycleTest {

    private static final String ADA = "person:ada";
    private static final String BEN = "person:ben";
    private static final String RUN = "0d5c3a52-6c0f-4b9c-8a43-0a3a5b8f3f10";
    private static final Work ANY = new Work("deploy-configuration", List.of());
    private static final EmbeddedPostgres DATABASE = start();

    @Autowired
    private WindowBook book;

    @Autowired
    private ManagedWindow managed;

    @Autowired
    private WindowOpening opening;

    @Autowired
    private FreezeBook freezeBook;

    @Autowired
    private AgreedWindows windows;

    @Autowired
    private Freezes freezes;

    @Autowired
    private WindowKeeper keeper;

    @Autowired
    private DeclaredTimes declared;

    @Autowired
    private Occurrences occurrences;

    @Autowired
    private WindowRecorder recorder;

    @Autowired
    private Outbox outbox;

    @Autowired
    private SetClock clock;

    @Autowired
    private JdbcClient jdbc;

    @TestConfiguration
    static class Parts {
        @Bean
        @Primary
        SetClock setClock() {
            return new SetClock(Instant.parse("2026-11-20T12:00:00Z"));
        }
    }

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry settings) {
        settings.add("spring.datasource.url", () -> OwnDatabase.of(DATABASE));
        settings.add("spring.datasource.username", () -> "postgres");
    }

    @BeforeEach
    void nothingIsPlanned() {
        jdbc.sql("TRUNCATE window_occurrence, added_freeze, outbox").update();
        clock.set("2026-11-27T12:00:00Z");
    }

    @Test
    void a_proposed_window_opens_after_another_person_agreed_and_lives_to_its_end() {
        Occurrence proposed = propose("2026-11-27T20:00", "2026-11-27T22:00");
        assertThat(proposed.opens()).as("Berlin's wall clock").isEqualTo("2026-11-27T19:00:00Z");
        assertThatThrownBy(() -> book.approve(proposed.id(), ADA))
                .isInstanceOf(WindowRefused.class)
                .hasMessage("person:ada proposed this window and cannot approve it too; another person has to");

        book.approve(proposed.id(), BEN);
        clock.set("2026-11-27T18:00:00Z");
        keeper.keep();
        clock.set("2026-11-27T19:00:00Z");
        keeper.keep();
        assertThat(admit("emergency")).isInstanceOfSatisfying(WindowDecision.Open.class, open -> {
            assertThat(open.occurrence()).isEqualTo(proposed.id());
            assertThat(open.cutoff()).as("a quarter, 30 min at most").isEqualTo("2026-11-27T20:30:00Z");
        });
        book.extend(proposed.id(), "2026-11-27T23:00", "the copy is slow", ADA);
        assertThat(windows.closes(proposed.id())).hasValue(Instant.parse("2026-11-27T22:00:00Z"));
        book.verify(proposed.id(), ADA);
        assertThat(admit("emergency")).isInstanceOf(WindowDecision.Closed.class);
        clock.set("2026-11-27T22:00:00Z");
        keeper.keep();

        assertThat(windows.find(proposed.id()).orElseThrow().state()).isEqualTo(WindowState.COMPLETED);
        assertThat(told(proposed.id()))
                .containsExactly("proposed", "approved", "reminder", "started", "extended", "verifying", "completed");
        assertGapFree(proposed.id());
    }

    @Test
    void the_next_opening_of_a_window_is_said_and_so_is_that_it_is_far_away() {
        propose("2026-11-27T20:00", "2026-11-27T22:00"); // nobody has agreed to it

        assertThat(managed.next("weekly", 8))
                .containsEntry("words", "the next weekly window: Sunday 2026-11-29 02:00 Europe/Berlin until 04:00")
                .containsKey("occurrence");
        assertThat(managed.next("weekly", 1))
                .containsEntry(
                        "words",
                        "no weekly window opens within 1 day; the next one: Sunday 2026-11-29 02:00 Europe/Berlin until 04:00")
                .doesNotContainKey("occurrence");
        assertThat(managed.next("emergency", 8))
                .containsEntry(
                        "words",
                        "no emergency window opens within 8 days; none is agreed for later either;"
                                + " upkeep window propose asks for one");
        clock.set("2026-11-29T01:30:00Z");
        assertThat(managed.next("weekly", 8))
                .as("the one that is open is no next one")
                .containsEntry("words", "the next weekly window: Sunday 2026-12-06 02:00 Europe/Berlin until 04:00");
    }

    @Test
    void a_day_without_an_opening_takes_the_time_of_the_one_that_is_to_be_added() {
        Map<String, String> monday = Map.of("type", "weekly", "date", "2026-11-30", "duration", "2h");

        assertThat(managed.problemWith(monday))
                .hasValue("no weekly window is agreed for 2026-11-30; to have one added, write when it opens:"
                        + " date=2026-11-30T02:00");
        assertThat(managed.problemWith(Map.of("type", "weekly", "date", "2026-11-30T02:00", "duration", "2h")))
                .isEmpty();
        assertThat(managed.problemWith(Map.of("type", "weekly", "date", "2026-11-29", "duration", "2h")))
                .isEmpty();
    }

    @Test
    void an_opening_that_overlaps_an_agreed_one_is_refused_with_what_takes_that_one() {
        assertThat(problem("weekly", "2026-12-06T03:00", "2h"))
                .isEqualTo("date '2026-12-06T03:00' with duration 2 h overlaps the weekly window that is agreed for"
                        + " Sunday 2026-12-06 02:00 Europe/Berlin until 04:00; write date=2026-12-06T02:00"
                        + " duration=PT2H to take that one, or times that leave it alone");
        assertThatThrownBy(() -> managed.schedule("weekly", "2026-12-06T01:00", "90m", RUN))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("overlaps the weekly window");
        assertThat(jdbc.sql("SELECT count(*) FROM window_occurrence")
                        .query(Long.class)
                        .single())
                .as("nothing is added")
                .isZero();

        assertThat(problem("weekly", "2026-12-06T02:00", "PT2H"))
                .as("the agreed one")
                .isEmpty();
        assertThat(problem("weekly", "2026-12-06T01:00Z", "2h"))
                .as("the agreed one as well")
                .isEmpty();
        assertThat(problem("weekly", "2026-12-06T04:00", "2h"))
                .as("when it has closed")
                .isEmpty();
        assertThat(problem("emergency", "2026-12-06T03:00", "2h"))
                .as("of another window")
                .isEmpty();
    }

    @Test
    void a_window_for_some_targets_leaves_room_for_one_for_all() {
        Occurrence some = book.propose(
                new Proposal("emergency", "2026-11-27T20:00", "2026-11-27T22:00", "x", List.of(), "label:api"), ADA);
        book.approve(some.id(), BEN);

        assertThat(problem("emergency", "2026-11-27T21:00", "2h")).isEmpty();
    }

    @Test
    void a_window_that_would_outlast_its_run_is_refused_until_it_is_near() throws IOException {
        assertThat(problem("emergency", "9999-12-01T02:00", "2h"))
                .startsWith("date '9999-12-01T02:00' is too far off: that window closes on Wednesday 9999-12-01 04:00");
        assertThat(problem("weekly", "2027-03-28", "2h"))
                .isEqualTo("date '2027-03-28' is too far off: that window closes on Sunday 2027-03-28 05:00"
                        + " Europe/Berlin, and a run waits 99 days for it at most; ask again from 2026-12-20 on");
        clock.set("2026-12-20T00:00:00Z");
        assertThat(problem("weekly", "2027-03-28", "2h")).isEmpty();

        assertThat(Files.readString(Path.of("routes/pipelines/windows/manage-window.camel.yaml")))
                .as("its runs live a day longer than that")
                .contains(" timeout: %dh "
                        .formatted(AskedOpening.FURTHEST.plusDays(1).toHours()));
    }

    @Test
    void what_cannot_be_managed_is_told_by_the_names_of_the_inputs() {
        assertThat(problem("emergency", "2020-01-01T02:00", "1h"))
                .isEqualTo("date '2020-01-01T02:00' with duration 1 h is over already, on Wednesday 2020-01-01 03:00"
                        + " Europe/Berlin; write a date to come, such as date=2026-11-28T13:00");
        for (String length : List.of("0s", "59s", "61d")) {
            assertThat(problem("emergency", "2026-12-01T02:00", length))
                    .isEqualTo("duration '" + length
                            + "' is not between a minute and 60 days; write for example duration=2h");
        }
    }

    @Test
    void what_is_told_of_a_window_at_its_end_is_how_it_was_and_not_how_it_was_planned() {
        Map<String, Object> emergency = managed.schedule("emergency", "2026-11-27T20:00", "1h", RUN);
        UUID id = UUID.fromString(String.valueOf(emergency.get("occurrence")));
        clock.set("2026-11-27T19:00:00Z");
        keeper.keep();
        assertThat(opening.open(emergency))
                .isEqualTo("the emergency window is open: Friday 2026-11-27 20:00 Europe/Berlin until 21:00");
        book.extend(id, "2026-11-28T00:30", "the copy is slow", ADA);
        book.verify(id, ADA);
        clock.set("2026-11-27T21:40:00Z");

        String told = "Friday 2026-11-27 20:00 Europe/Berlin until Saturday 2026-11-28 00:30 Europe/Berlin;"
                + " it ended at 22:40";
        assertThat(managed.complete(emergency, RUN)).isEqualTo(told);
        assertThat(managed.complete(emergency, RUN)).as("the second time").isEqualTo(told);
    }

    @Test
    void of_a_window_that_was_put_off_the_other_day_is_told_and_of_one_that_was_called_off_when() {
        Map<String, Object> weekly = managed.schedule("weekly", "2026-11-29", "2h", RUN);
        UUID id = UUID.fromString(String.valueOf(weekly.get("occurrence")));
        book.reschedule(id, "2026-11-30T02:00", "2026-11-30T05:00", "the data centre asked", ADA);
        book.approve(id, BEN);
        clock.set("2026-11-30T01:00:00Z");
        keeper.keep();
        clock.set("2026-11-30T04:00:00Z");
        keeper.keep();
        assertThat(managed.complete(weekly, RUN)).isEqualTo("Monday 2026-11-30 02:00 Europe/Berlin until 05:00");

        Map<String, Object> emergency = managed.schedule("emergency", "2026-11-30T20:00", "1h", RUN);
        assertThat(managed.callOff(emergency, RUN))
                .isEqualTo("the emergency window is CANCELLED: Monday 2026-11-30 20:00 Europe/Berlin until 21:00;"
                        + " it was called off at 05:00");
    }

    private String problem(String window, String date, String length) {
        return managed.problemWith(Map.of("type", window, "date", date, "duration", length))
                .orElse("");
    }

    @Test
    void a_declared_opening_becomes_a_row_when_it_is_near_and_is_announced_opened_and_ended() {
        keeper.keep();
        Occurrence weekly = next("weekly");
        assertThat(weekly.sequence()).isEqualTo(1);
        clock.set("2026-11-28T01:00:00Z");
        keeper.keep();
        keeper.keep();
        clock.set("2026-11-29T00:00:00Z");
        keeper.keep();
        clock.set("2026-11-29T01:00:03Z");
        keeper.keep();
        assertThat(admit("weekly")).isInstanceOf(WindowDecision.Open.class);
        clock.set("2026-11-29T03:00:00Z");
        keeper.keep();

        assertThat(told(weekly.id())).containsExactly("approved", "reminder", "reminder", "started", "completed");
        assertThat(windows.closes(weekly.id())).hasValue(clock.instant());
        assertThat(next("weekly").opens()).isEqualTo("2026-12-06T01:00:00Z");
    }

    @Test
    void a_declared_opening_that_is_cancelled_stays_closed_also_one_that_is_far_off() {
        Occurrence inThreeWeeks = windows.notOver(clock.instant(), 5).stream()
                .filter(occurrence -> occurrence.opens().equals(Instant.parse("2026-12-13T01:00:00Z")))
                .findFirst()
                .orElseThrow();

        book.cancel(inThreeWeeks.id(), "election day", ADA);

        clock.set("2026-12-13T01:00:01Z");
        keeper.keep();
        assertThat(admit("weekly"))
                .isInstanceOfSatisfying(
                        WindowDecision.Closed.class,
                        closed -> assertThat(closed.opens()).isEqualTo("2026-12-20T01:00:00Z"));
        assertThat(told(inThreeWeeks.id())).containsExactly("approved", "cancelled");
    }

    @Test
    void other_times_need_another_yes_and_replace_the_declared_ones() {
        Occurrence weekly = next("weekly");

        book.reschedule(weekly.id(), "2026-11-30T02:00", "2026-11-30T05:00", "the data centre asked", ADA);

        clock.set("2026-11-29T01:00:01Z");
        keeper.keep();
        assertThat(admit("weekly"))
                .as("not at the declared time, and not at the other before it is agreed")
                .isInstanceOfSatisfying(
                        WindowDecision.Closed.class,
                        closed -> assertThat(closed.opens()).isEqualTo("2026-12-06T01:00:00Z"));
        book.approve(weekly.id(), BEN);
        clock.set("2026-11-30T01:00:00Z");
        keeper.keep();
        assertThat(admit("weekly"))
                .isInstanceOfSatisfying(
                        WindowDecision.Open.class,
                        open -> assertThat(open.closes()).isEqualTo("2026-11-30T04:00:00Z"));
        assertThat(told(weekly.id())).containsExactly("approved", "rescheduled", "approved", "started");
    }

    @Test
    void what_nobody_agreed_to_or_nobody_could_open_is_called_off_with_the_reason() {
        Occurrence unanswered = propose("2026-11-27T20:00", "2026-11-27T22:00");
        Occurrence missed = propose("2026-11-27T20:00", "2026-11-27T22:00");
        book.approve(missed.id(), BEN);
        clock.set("2026-11-27T21:00:00Z");

        keeper.keep();

        assertThat(windows.find(unanswered.id()).orElseThrow().remark()).contains("nobody approved it");
        assertThat(windows.find(missed.id()).orElseThrow().remark()).contains("never opened");
        assertThat(told(missed.id())).containsExactly("proposed", "approved", "cancelled");
    }

    @Test
    void many_keepers_at_once_open_remind_and_end_each_window_once() throws Exception {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Occurrence proposed = propose("2026-11-27T20:00", "2026-11-27T22:00");
            book.approve(proposed.id(), BEN);
            ids.add(proposed.id());
        }
        for (String instant : List.of("2026-11-27T18:00:00Z", "2026-11-27T19:00:00Z", "2026-11-27T21:00:00Z")) {
            clock.set(instant);
            Callable<Object> node = Executors.callable(new WindowKeeper(declared, occurrences, recorder, clock)::keep);
            ExecutorService nodes = Executors.newFixedThreadPool(6);
            try {
                for (var done : nodes.invokeAll(List.of(node, node, node, node, node, node))) {
                    done.get();
                }
            } finally {
                nodes.shutdown();
            }
        }

        assertThat(ids).allSatisfy(id -> {
            assertThat(told(id)).containsExactly("proposed", "approved", "reminder", "started", "completed");
            assertGapFree(id);
        });
        assertThat(told(declared.window("weekly")
                        .orElseThrow()
                        .occurrences(clock.instant(), 1)
                        .get(0)
                        .id()))
                .as("the declared one, written down by one of them")
                .containsExactly("approved");
    }

    @Test
    void an_event_that_cannot_be_written_undoes_the_move() {
        Occurrence proposed = propose("2026-11-27T20:00", "2026-11-27T22:00");
        jdbc.sql("ALTER TABLE outbox ADD CONSTRAINT outbox_is_full CHECK (type NOT LIKE '%window.approved%')")
                .update();
        try {
            assertThatThrownBy(() -> book.approve(proposed.id(), BEN)).hasMessageContaining("outbox_is_full");
        } finally {
            jdbc.sql("ALTER TABLE outbox DROP CONSTRAINT outbox_is_full").update();
        }

        assertThat(windows.find(proposed.id()).orElseThrow().state()).isEqualTo(WindowState.PROPOSED);
    }

    @Test
    void every_transition_of_the_table_and_no_other_is_taken() {
        Set<String> visited = new HashSet<>();
        for (WindowState from : WindowState.values()) {
            for (WindowTrigger trigger : WindowTrigger.values()) {
                UUID id = inState(from);
                WindowState next =
                        WindowState.transitions().getOrDefault(from, Map.of()).get(trigger);
                if (next == null) {
                    assertThatThrownBy(() -> pull(id, trigger))
                            .as(from + " " + trigger)
                            .isInstanceOf(WindowRefused.class)
                            .hasMessageContaining("a window that is " + from + " does not take '" + trigger.word());
                } else {
                    assertThat(pull(id, trigger).state())
                            .as(from + " " + trigger)
                            .isEqualTo(next);
                    visited.add(from + " " + trigger);
                }
            }
        }
        Set<String> all = new HashSet<>();
        WindowState.transitions().forEach((from, next) -> next.keySet().forEach(t -> all.add(from + " " + t)));
        assertThat(visited)
                .as("transitions that no test visited are missing here")
                .isEqualTo(all);
    }

    @Test
    void an_opening_that_a_run_may_wait_for_is_known_by_its_id() {
        List<Occurrence> weeks = windows.notOver(clock.instant(), 14).stream()
                .filter(occurrence -> occurrence.window().equals("weekly"))
                .toList();
        assertThat(weeks)
                .hasSizeGreaterThan(12)
                .allSatisfy(week -> assertThat(windows.find(week.id())).isPresent());
    }

    @Test
    void says_what_is_wrong_with_a_proposal() {
        Map<Proposal, String> wrong = new HashMap<>();
        wrong.put(proposal("moon", "2026-11-28T02:00", "2026-11-28T04:00", "x"), "there are: emergency, weekly");
        wrong.put(proposal("emergency", "soon", "2026-11-28T04:00", "x"), "from 'soon' is not a time; write");
        wrong.put(proposal("emergency", "2026-11-28T02:00", null, "x"), "until is missing; write");
        wrong.put(
                proposal("emergency", "2026-11-28T04:00", "2026-11-28T02:00", "x"),
                "until is not at least a minute after from");
        wrong.put(
                proposal("emergency", "2026-11-01T04:00", "2026-11-01T05:00", "x"),
                "until is over already: 2026-11-01T04:00:00Z, and now it is ");
        wrong.put(proposal("emergency", "2026-11-28T02:00", "2027-11-28T02:00", "x"), "60 days is the most");
        wrong.put(proposal("emergency", "2026-11-28T02:00", "2026-11-28T04:00", " "), "reason is missing; write why");
        wrong.put(
                new Proposal("emergency", "2026-11-28T02:00", "2026-11-28T04:00", "x", List.of(), "label:moon"),
                "labels: api");

        wrong.forEach((proposal, message) -> assertThatThrownBy(() -> book.propose(proposal, ADA))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(message));
        assertThat(jdbc.sql("SELECT count(*) FROM outbox").query(Long.class).single())
                .isZero();
    }

    @Test
    void an_added_freeze_holds_from_its_beginning_until_it_is_lifted() {
        AddedFreeze added = freezeBook.add(
                new FreezeOrder(
                        "release", "", "2026-11-28T06:00", "Europe/Berlin", "launch", null, "", List.of("check-*")),
                ADA);

        assertThat(freezes.holds(ANY, clock.instant()))
                .hasValueSatisfying(held -> assertThat(held.reason())
                        .isEqualTo("freeze release holds until Saturday 2026-11-28 06:00 Europe/Berlin: launch"));
        assertThat(freezes.holds(new Work("check-system-health", List.of()), clock.instant()))
                .isEmpty();
        freezeBook.lift(added.id(), BEN);
        assertThat(freezes.holds(ANY, clock.instant())).isEmpty();
        assertThatThrownBy(() -> freezeBook.lift(added.id(), BEN)).hasMessageContaining("GET /api/freezes lists them");
        assertThat(told(added.id())).containsExactly("freeze.added", "freeze.lifted");
    }

    @Test
    void a_freeze_that_another_node_added_holds_a_second_later() {
        assertThat(freezes.holds(ANY, clock.instant())).isEmpty();
        jdbc.sql("""
                        INSERT INTO added_freeze (id, name, from_at, until_at, zone, reason, pipelines, targets, exceptions, added_by)
                        VALUES (:id, 'far', '2026-11-01Z', '2026-12-24Z', 'UTC', 'x', '{}', '', '{}', 'person:ada')
                        """).param("id", UUID.randomUUID()).update();

        clock.set("2026-11-27T12:00:01.001Z");

        assertThat(freezes.holds(ANY, clock.instant())).isPresent();
    }

    private Occurrence pull(UUID id, WindowTrigger trigger) {
        return switch (trigger) {
            case APPROVE -> book.approve(id, BEN);
            case RESCHEDULE -> book.reschedule(id, "2026-11-28T02:00", "2026-11-28T04:00", "x", ADA);
            case START -> book.start(id, ADA);
            case EXTEND -> book.extend(id, "2026-11-29T04:00", "x", ADA);
            case VERIFY -> book.verify(id, ADA);
            case COMPLETE -> book.complete(id, ADA);
            case CANCEL -> book.cancel(id, "x", ADA);
        };
    }

    private UUID inState(WindowState state) {
        Occurrence proposed = propose("2026-11-27T12:00", "2026-11-27T22:00");
        jdbc.sql("UPDATE window_occurrence SET state = :state WHERE id = :id")
                .param("state", state.name())
                .param("id", proposed.id())
                .update();
        return proposed.id();
    }

    private Occurrence propose(String from, String until) {
        return book.propose(proposal("emergency", from, until, "replace a disk"), ADA);
    }

    private static Proposal proposal(String window, String from, String until, String reason) {
        return new Proposal(window, from, until, reason, List.of(), "");
    }

    private WindowDecision admit(String window) {
        return windows.admit(WindowChoice.parse(window), ANY, clock.instant(), Duration.ZERO);
    }

    private Occurrence next(String window) {
        return windows.notOver(clock.instant(), 3).stream()
                .filter(occurrence -> occurrence.window().equals(window))
                .findFirst()
                .orElseThrow();
    }

    private List<String> told(UUID id) {
        return events(id).stream()
                .map(event -> event.type()
                        .replace("io.upkeep.", "")
                        .replace("window.", "")
                        .replace(".v1", ""))
                .toList();
    }

    private void assertGapFree(UUID id) {
        List<Event> events = events(id);
        assertThat(events)
                .extracting(Event::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
    }

    private List<Event> events(UUID id) {
        return outbox.waiting(100_000).stream()
                .map(Outbox.Waiting::event)
                .filter(event -> event.subject().equals(id.toString()))
                .toList();
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
