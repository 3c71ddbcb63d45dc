package io.upkeep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A day with answers worked out by hand. Times are hours of that day. */
class FiguresTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-03-04T00:00:00Z");
    private static final Span DAY = new Span(MIDNIGHT, at(24));
    private static final List<List<String>> SYSTEM = List.of(List.of("api-1", "api-2"), List.of("database"));

    private final List<PastRun> runs = new ArrayList<>();
    private final List<PastWindow> windows = new ArrayList<>();
    private final List<PastIncident> incidents = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private final List<Measured> latency = new ArrayList<>();
    private final List<Measured> optimised = new ArrayList<>();
    private Map<String, Double> busy = Map.of();
    private Instant now = at(24 * 5);
    private ReportSettings settings = settings(null, Map.of(), Map.of(), null, null, null, null, Map.of());

    private static Instant at(double hour) {
        return MIDNIGHT.plusSeconds(Math.round(hour * 3600));
    }

    private static ReportSettings settings(
            String latency,
            Map<String, List<String>> busy,
            Map<String, Double> manual,
            Double rate,
            Double downtime,
            Double outage,
            Double cost,
            Map<String, Double> affected) {
        return new ReportSettings(
                "UTC",
                List.of(),
                List.of("answers"),
                Duration.ofMinutes(10),
                latency,
                busy,
                List.of("optimise"),
                "size",
                manual,
                rate,
                downtime,
                outage,
                cost,
                affected,
                Duration.ofDays(5));
    }

    private Figure figure(Kpi kpi) {
        return figure(kpi, SYSTEM);
    }

    private Figure figure(Kpi kpi, List<List<String>> system) {
        Facts facts = new Facts(DAY, now, runs, windows, incidents, seen, latency, busy, optimised);
        return Figures.of(facts, settings, system).stream()
                .filter(each -> each.kpi().equals(kpi.id()))
                .findFirst()
                .orElseThrow();
    }

    private void was(String target, String state, double from, double last) {
        seen.add(new Seen(target, state, at(from), at(last)));
    }

    private void held(String name, double opens, double agreed, double started, double ended) {
        windows.add(new PastWindow(
                UUID.randomUUID(), name, "COMPLETED", "", at(opens), at(agreed), at(started), at(ended)));
    }

    private PastRun ran(String pipeline, String impact, boolean isChange, String state, double from, double until) {
        PastRun run = new PastRun(
                UUID.randomUUID(),
                pipeline,
                impact,
                isChange,
                state,
                "person:ada",
                at(from),
                at(until),
                null,
                null,
                null,
                4,
                state.equals("SUCCEEDED") ? 4 : 2,
                false);
        runs.add(run);
        return run;
    }

    /** It failed before it had done any step; its way back is over. */
    private void refusedAtItsFirstStep() {
        PastRun run = ran("deploy", "DEGRADED", true, "ROLLED_BACK", 1, 2);
        runs.remove(run);
        runs.add(like(run, "validate", "there is no version 9.9.9", null, 1, 0));
    }

    /** api-1 is down from 1 to 2 and from 5 to 6, api-2 from 5.5 to 7; nobody looked from 20 on; the window was 5 to 5.75. */
    private void anEventfulDay() {
        was("api-1", "OK", -0.1, 1);
        was("api-1", "CRITICAL", 1, 2);
        was("api-1", "OK", 2, 5);
        was("api-1", "CRITICAL", 5, 6);
        was("api-1", "OK", 6, 20);
        was("api-2", "OK", 0, 5.5);
        was("api-2", "CRITICAL", 5.5, 7);
        was("api-2", "WARNING", 7, 20);
        was("database", "OK", 0, 20);
        held("weekly", 5, 5.75, 5, 6.25);
    }

    @Test
    void uptime_leaves_unknown_out_and_contractual_uptime_the_announced_windows_too() {
        anEventfulDay();

        Figure uptime = figure(Kpi.SYSTEM_UPTIME);

        // down while both are: 5.5 to 6. Known: 20 h and the 10 minutes that the last results count
        double known = 20 + 1 / 6.0;
        assertThat(uptime.value()).isEqualTo(100 * (1 - 0.5 / known), offset(0.001));
        // announced: 5 to 5.75, in which 15 of the 30 minutes lie
        assertThat(uptime.parts().get("contractual")).isEqualTo(100 * (1 - 0.25 / (known - 0.75)), offset(0.001));
        assertThat(uptime.reason())
                .isEqualTo(
                        "down 30 min of 20 h 10 min; left out: 3 h 50 min in which no check tells; contractual leaves announced windows out");
        assertThat(uptime.formula()).isEqualTo(1);
    }

    @Test
    void what_lasts_beyond_the_agreed_end_of_a_window_is_unplanned() {
        anEventfulDay();

        Figure unplanned = figure(Kpi.UNPLANNED_DOWNTIME);

        assertThat(unplanned.value()).isEqualTo(15);
        assertThat(unplanned.reason()).startsWith("1 outage outside announced windows; left out: 3 h 50 min");
    }

    @Test
    void recovery_is_from_the_failure_until_the_system_answers_again() {
        anEventfulDay();
        assertThat(figure(Kpi.RECOVERY_TIME).value()).isEqualTo(30);

        seen.clear();
        was("database", "CRITICAL", 1, 2);
        was("database", "OK", 2, 3);
        was("database", "CRITICAL", 3, 6);
        was("database", "OK", 6, 22);
        was("database", "CRITICAL", 22, 23);
        Figure recovery = figure(Kpi.RECOVERY_TIME, List.of(List.of("database")));

        // 60 and 180 minutes; what ends because nobody looks any more did not recover
        assertThat(recovery.value()).isEqualTo(120);
        assertThat(recovery.parts()).containsEntry("p90", 168.0);
        assertThat(recovery.reason()).isEqualTo("median of 2 outages; 90 of 100 took at most 168 min");
    }

    @Test
    void a_system_that_nobody_named_or_looked_at_has_no_uptime_and_never_all_of_it() {
        Figure unset = figure(Kpi.SYSTEM_UPTIME, List.of());
        assertThat(unset.value()).isNull();
        assertThat(unset.words()).isEqualTo("no data");
        assertThat(unset.reason())
                .isEqualTo("no data: set upkeep.report.system (application.yaml), such as [queue-api, database]");

        assertThat(figure(Kpi.SYSTEM_UPTIME).reason())
                .isEqualTo("no data: no check of the system was made in this time");
        assertThat(figure(Kpi.UNPLANNED_DOWNTIME).value()).isNull();
        assertThat(figure(Kpi.RECOVERY_TIME).value()).isNull();
    }

    @Test
    void of_a_day_that_is_not_over_only_what_is_over_counts() {
        was("database", "OK", 0, 5.9);
        now = at(6);

        Figure uptime = figure(Kpi.SYSTEM_UPTIME, List.of(List.of("database")));

        assertThat(uptime.value()).isEqualTo(100);
        assertThat(uptime.reason()).startsWith("down 0 s of 6 h; contractual");
    }

    @Test
    void windows_are_counted_and_measured_as_agreed_and_as_they_were() {
        held("weekly", 2, 4, 2, 3.5);
        held("emergency", 10, 11, 10, 11.75);
        windows.add(new PastWindow(UUID.randomUUID(), "weekly", "CANCELLED", "", at(12), at(13), null, at(12)));
        windows.add(new PastWindow(UUID.randomUUID(), "open", "STARTED", "", at(20), at(30), at(20), null));

        assertThat(figure(Kpi.MAINTENANCE_WINDOW_DURATION).value()).isEqualTo(120 + 60 + 600);
        assertThat(figure(Kpi.MAINTENANCE_FREQUENCY).value()).isEqualTo(3);
        assertThat(figure(Kpi.MAINTENANCE_FREQUENCY).reason()).isEqualTo("weekly, emergency, open");
        Figure used = figure(Kpi.MAINTENANCE_DURATION);
        assertThat(used.value()).isEqualTo(90 + 105);
        assertThat(used.parts()).containsEntry("overrun", 45.0);
        assertThat(used.reason())
                .isEqualTo("2 windows, over their agreed end by 45 min in all; left out: 1 still open");
    }

    @Test
    void without_windows_their_number_is_none_and_their_length_no_data() {
        assertThat(figure(Kpi.MAINTENANCE_FREQUENCY).value()).isZero();
        assertThat(figure(Kpi.MAINTENANCE_DURATION).value()).isNull();
        assertThat(figure(Kpi.MAINTENANCE_WINDOW_DURATION).value()).isNull();
    }

    @Test
    void impact_is_the_time_in_which_users_noticed_each_level_counted_once() {
        ran("deploy", "DEGRADED", true, "SUCCEEDED", 1, 2);
        ran("deploy", "DEGRADED", true, "SUCCEEDED", 1.5, 2.5);
        ran("major", "OUTAGE", true, "SUCCEEDED", 2, 3);
        ran("check", "NO-IMPACT", false, "SUCCEEDED", 0, 24);
        ran("late", "OUTAGE", true, "SUCCEEDED", 23.5, 26);

        Figure impact = figure(Kpi.MAINTENANCE_IMPACT);

        assertThat(impact.parts())
                .containsEntry("DEGRADED", 90.0)
                .containsEntry("OUTAGE", 90.0)
                .containsEntry("REDUCED-REDUNDANCY", 0.0);
        assertThat(impact.value()).isEqualTo(150);
    }

    @Test
    void users_are_counted_once_by_the_heaviest_impact_and_an_outage_by_nobody_s_will_counts_too() {
        settings =
                settings(null, Map.of(), Map.of(), null, null, null, null, Map.of("OUTAGE", 100.0, "DEGRADED", 10.0));
        ran("deploy", "DEGRADED", true, "SUCCEEDED", 1, 2);
        ran("major", "OUTAGE", true, "SUCCEEDED", 1.5, 2);
        was("database", "CRITICAL", 5, 5.25);
        was("database", "OK", 5.25, 24);

        Figure impact = figure(Kpi.CUSTOMER_IMPACT, List.of(List.of("database")));

        assertThat(impact.value()).isEqualTo(100 * (30 + 15) + 10 * 30);
        assertThat(impact.reason()).endsWith("left out: REDUCED-REDUNDANCY, no users are set");
    }

    @Test
    void slower_during_maintenance_is_compared_with_the_same_hours_of_four_weeks() {
        settings = settings("latency", Map.of(), Map.of(), null, null, null, null, Map.of());
        held("weekly", 2, 3, 2, 3);
        measure(2.5, 150);
        double[] usual = {100, 110, 90, 100};
        for (int week = 1; week <= 4; week++) {
            measure(2.2 - week * 7 * 24, usual[week - 1]);
            measure(8 - week * 7 * 24, 5000);
        }

        Figure degradation = figure(Kpi.PERFORMANCE_DEGRADATION);

        assertThat(degradation.value()).isEqualTo(50);
        assertThat(degradation.parts()).containsEntry("baseline", 100.0);
    }

    @Test
    void slowness_without_anything_to_compare_with_is_no_data() {
        assertThat(figure(Kpi.PERFORMANCE_DEGRADATION).reason()).contains("set upkeep.report.latency");
        settings = settings("latency", Map.of(), Map.of(), null, null, null, null, Map.of());
        assertThat(figure(Kpi.PERFORMANCE_DEGRADATION).reason())
                .isEqualTo("no data: 'latency' measured nothing during maintenance");
        held("weekly", 2, 3, 2, 3);
        measure(2.5, 150);
        assertThat(figure(Kpi.PERFORMANCE_DEGRADATION).reason())
                .isEqualTo("no data: 'latency' measured nothing in the same hours before");
    }

    private void measure(double hour, double value) {
        latency.add(new Measured("api-1", at(hour), value));
    }

    @Test
    void a_change_went_well_when_it_was_in_time_was_not_undone_and_no_incident_followed() {
        ran("deploy", "DEGRADED", true, "SUCCEEDED", 20, 21);
        ran("deploy", "DEGRADED", true, "ROLLED_BACK", 2, 3);
        ran("deploy", "DEGRADED", true, "CANCELLED", 2, 3);
        ran("check", "NO-IMPACT", false, "SUCCEEDED", 2, 3);
        PastRun late = ran("deploy", "DEGRADED", true, "SUCCEEDED", 4, 5);
        runs.set(runs.indexOf(late), closing(late, at(4.5)));
        PastRun followed = ran("update", "DEGRADED", true, "SUCCEEDED", 1, 2);
        incidents.add(incident(at(10), at(11)));

        Figure rate = figure(Kpi.MAINTENANCE_SUCCESS_RATE);

        assertThat(followed.succeeded()).isTrue();
        assertThat(rate.value()).isEqualTo(25);
        assertThat(rate.reason())
                .isEqualTo(
                        "1 of 4 changes went well; 1 rolled back; 1 over the end of the window; 1 with an incident within 24 hours");
    }

    @Test
    void a_change_is_watched_for_a_day_before_it_counts() {
        now = at(30);
        ran("deploy", "DEGRADED", true, "SUCCEEDED", 7, 8);
        assertThat(figure(Kpi.MAINTENANCE_SUCCESS_RATE).reason())
                .isEqualTo("no data: of 1 change none is over for 24 hours");
        ran("deploy", "DEGRADED", true, "SUCCEEDED", 4, 5);

        Figure rate = figure(Kpi.MAINTENANCE_SUCCESS_RATE);

        assertThat(rate.value()).isEqualTo(100);
        assertThat(rate.reason()).endsWith("left out: 1 over for less than 24 hours");
    }

    @Test
    void rollbacks_are_counted_against_changes_that_came_to_an_end() {
        assertThat(figure(Kpi.ROLLBACK_FREQUENCY).value()).isNull();
        ran("deploy", "DEGRADED", true, "SUCCEEDED", 1, 2);
        ran("deploy", "DEGRADED", true, "SUCCEEDED", 1, 2);
        ran("deploy", "DEGRADED", true, "ROLLED_BACK", 1, 2);
        ran("deploy", "DEGRADED", true, "ROLLBACK_FAILED", 1, 2);
        ran("check", "NO-IMPACT", false, "SUCCEEDED", 1, 2);
        refusedAtItsFirstStep();

        Figure rollbacks = figure(Kpi.ROLLBACK_FREQUENCY);

        assertThat(rollbacks.value()).isEqualTo(50);
        assertThat(rollbacks.reason()).isEqualTo("2 of 4 changes, of which 1 could not be undone");
    }

    @Test
    void incidents_take_from_their_detection_to_their_resolution() {
        assertThat(figure(Kpi.ISSUE_RESOLUTION_TIME).value()).isNull();
        incidents.add(incident(at(-2), at(1)));
        incidents.add(incident(at(3), at(4)));
        incidents.add(incident(at(3), at(3.5)));
        incidents.add(incident(at(5), null));
        incidents.add(incident(at(5), at(25)));

        Figure resolution = figure(Kpi.ISSUE_RESOLUTION_TIME);

        assertThat(resolution.value()).isEqualTo(60);
        assertThat(resolution.reason()).isEqualTo("median of 3 resolved incidents; left out: 1 that is open");
    }

    @Test
    void the_busiest_resource_is_told_and_each_of_the_others() {
        settings = settings(
                null,
                Map.of("cpu", List.of("cpu"), "disk", List.of("disk*"), "pressure", List.of("psi")),
                Map.of(),
                null,
                null,
                null,
                null,
                Map.of());
        assertThat(figure(Kpi.RESOURCE_UTILIZATION).value()).isNull();
        busy = Map.of("cpu", 41.5, "disk", 73.0);

        Figure busiest = figure(Kpi.RESOURCE_UTILIZATION);

        assertThat(busiest.value()).isEqualTo(73);
        assertThat(busiest.parts()).containsEntry("cpu", 41.5);
        assertThat(busiest.reason()).isEqualTo("p95 of disk, the busiest; left out: pressure, not measured");
    }

    @Test
    void automation_is_the_work_by_hand_that_no_person_had_to_do() {
        assertThat(figure(Kpi.AUTOMATION_LEVEL).reason()).contains("set upkeep.report.manual-minutes");
        settings = settings(null, Map.of(), Map.of("deploy", 10.0, "backup", 5.0), null, null, null, null, Map.of());
        assertThat(figure(Kpi.AUTOMATION_LEVEL).value()).isNull();
        ran("deploy", "DEGRADED", true, "SUCCEEDED", 1, 2);
        ran("backup", "NO-IMPACT", false, "SUCCEEDED", 1, 2);
        PastRun helped = ran("deploy", "DEGRADED", true, "SUCCEEDED", 1, 2);
        runs.set(runs.indexOf(helped), helpedOn(helped));
        ran("unheard-of", "NO-IMPACT", false, "SUCCEEDED", 1, 2);

        Figure level = figure(Kpi.AUTOMATION_LEVEL);

        // 4 steps each: 40 + 20 unattended of 40 + 20 + 40
        assertThat(level.value()).isEqualTo(60);
        assertThat(level.reason())
                .isEqualTo("60 of 100 min of work by hand; left out: unheard-of, whose minutes are not set");
    }

    @Test
    void worth_is_work_saved_and_downtime_avoided_over_what_it_costs() {
        assertThat(figure(Kpi.COST_EFFECTIVENESS).reason()).contains("rate-per-hour");
        settings = settings(null, Map.of(), Map.of("deploy", 15.0), 60.0, 2.0, 90.0, 365.25 / 12 * 10, Map.of());
        ran("deploy", "DEGRADED", true, "SUCCEEDED", 1, 2);
        ran("deploy", "DEGRADED", true, "ROLLED_BACK", 3, 3.5);

        Figure worth = figure(Kpi.COST_EFFECTIVENESS);

        // 4 + 2 steps of 15 min at 1 a minute; (90 − 30) min at 2; a day of the month costs 10
        assertThat(worth.parts())
                .containsEntry("saved", 90.0)
                .containsEntry("avoided", 120.0)
                .containsEntry("cost", 10.0);
        assertThat(worth.value()).isEqualTo(21);
    }

    @Test
    void an_optimisation_counts_when_it_is_more_than_scatter_over_seven_days() {
        assertThat(figure(Kpi.OPTIMIZATION_EFFECTIVENESS).reason())
                .isEqualTo("no data: nothing was optimised in this time");
        ran("optimise", "DEGRADED", true, "SUCCEEDED", 1, 2);
        assertThat(figure(Kpi.OPTIMIZATION_EFFECTIVENESS).reason()).endsWith("it has 0 and 0");
        sizes(100, 80);
        assertThat(figure(Kpi.OPTIMIZATION_EFFECTIVENESS).value()).isEqualTo(20);

        optimised.clear();
        sizes(100, 97);
        assertThat(figure(Kpi.OPTIMIZATION_EFFECTIVENESS).value()).isNull();
        assertThat(figure(Kpi.OPTIMIZATION_EFFECTIVENESS).reason()).contains("within its scatter of 4");
    }

    /** Day by day around the value: 2 less, as much, 2 more, … */
    private void sizes(double before, double after) {
        for (int day = 0; day < 7; day++) {
            optimised.add(new Measured("database", at(1 - 24 * (7 - day) + 1), before + (day % 3 - 1) * 2));
            optimised.add(new Measured("database", at(2 + 24 * day + 1), after + (day % 3 - 1) * 2));
        }
    }

    private static PastRun closing(PastRun run, Instant closes) {
        return like(run, null, null, closes, run.steps(), run.done());
    }

    /** The same with another end. */
    private static PastRun like(PastRun run, String failedStep, String failure, Instant closes, int steps, int done) {
        return new PastRun(
                run.id(),
                run.pipeline(),
                run.impact(),
                run.isChange(),
                run.state(),
                run.requestedBy(),
                run.startedAt(),
                run.finishedAt(),
                failedStep,
                failure,
                closes,
                steps,
                done,
                false);
    }

    private static PastRun helpedOn(PastRun run) {
        return new PastRun(
                run.id(),
                run.pipeline(),
                run.impact(),
                run.isChange(),
                run.state(),
                run.requestedBy(),
                run.startedAt(),
                run.finishedAt(),
                null,
                null,
                null,
                run.steps(),
                run.done(),
                true);
    }

    private static PastIncident incident(Instant opened, Instant resolved) {
        return new PastIncident(
                UUID.randomUUID(), "run", "it", resolved == null ? "OPEN" : "RESOLVED", null, opened, resolved, null);
    }
}
