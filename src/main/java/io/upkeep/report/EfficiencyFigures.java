package io.upkeep.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Of what maintenance costs and saves. */
final class EfficiencyFigures {

    private static final double DAYS_OF_A_MONTH = 365.25 / 12;

    private final Facts facts;
    private final ReportSettings settings;

    EfficiencyFigures(Facts facts, ReportSettings settings) {
        this.facts = facts;
        this.settings = settings;
    }

    /** p95 busy/capacity of each resource; the value is the highest. Pressure is a resource of its own name. */
    Figure utilization() {
        if (settings.busy().isEmpty()) {
            return Figure.none(
                    Kpi.RESOURCE_UTILIZATION, "set upkeep.report.busy (application.yaml), such as {cpu: [cpu]}");
        }
        Map.Entry<String, Double> highest = facts.busy().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElse(null);
        if (highest == null) {
            return Figure.none(Kpi.RESOURCE_UTILIZATION, "nothing was measured in this time");
        }
        TreeSet<String> unmeasured = new TreeSet<>(settings.busy().keySet());
        unmeasured.removeAll(facts.busy().keySet());
        return Figure.of(
                Kpi.RESOURCE_UTILIZATION,
                highest.getValue(),
                "p95 of %s, the busiest%s"
                        .formatted(
                                highest.getKey(),
                                unmeasured.isEmpty()
                                        ? ""
                                        : "; left out: %s, not measured".formatted(String.join(", ", unmeasured))),
                new java.util.TreeMap<>(facts.busy()));
    }

    /** Σ baseline minutes of unattended steps/Σ of all steps. */
    Figure automation() {
        if (settings.manualMinutes().isEmpty()) {
            return Figure.none(
                    Kpi.AUTOMATION_LEVEL,
                    "set upkeep.report.manual-minutes (application.yaml), such as {deploy-configuration: 10}");
        }
        double all = baseline(run -> (double) run.steps());
        if (all == 0) {
            return Figure.none(Kpi.AUTOMATION_LEVEL, "no run whose manual minutes are set ended in this time");
        }
        double unattended = unattended();
        TreeSet<String> unset = new TreeSet<>();
        facts.ended().stream()
                .filter(run -> run.steps() > 0 && !settings.manualMinutes().containsKey(run.pipeline()))
                .forEach(run -> unset.add(run.pipeline()));
        return Figure.of(
                Kpi.AUTOMATION_LEVEL,
                100 * unattended / all,
                "%s of %s min of work by hand%s"
                        .formatted(
                                Figure.number(unattended),
                                Figure.number(all),
                                unset.isEmpty()
                                        ? ""
                                        : "; left out: %s, whose minutes are not set".formatted(Words.listed(unset))),
                Map.of("unattended minutes", unattended));
    }

    /** (minutes saved × rate + downtime avoided × cost)/run cost. */
    Figure cost() {
        if (settings.ratePerHour() == null
                || settings.runCostPerMonth() == null
                || settings.manualMinutes().isEmpty()) {
            return Figure.none(
                    Kpi.COST_EFFECTIVENESS,
                    "set upkeep.report.manual-minutes, rate-per-hour and run-cost-per-month (application.yaml)");
        }
        double days = facts.known().minutes() / Duration.ofDays(1).toMinutes();
        double cost = settings.runCostPerMonth() * days / DAYS_OF_A_MONTH;
        if (cost <= 0) {
            return Figure.none(Kpi.COST_EFFECTIVENESS, "it costs nothing");
        }
        double saved = unattended() / 60 * settings.ratePerHour();
        double avoided = avoided();
        boolean isCounted = settings.downtimeCostPerMinute() != null && settings.outageMinutes() != null;
        return Figure.of(
                Kpi.COST_EFFECTIVENESS,
                (saved + avoided) / cost,
                "(work saved %s + downtime avoided %s)/cost %s%s"
                        .formatted(
                                Figure.number(saved),
                                Figure.number(avoided),
                                Figure.number(cost),
                                isCounted
                                        ? ""
                                        : "; left out: downtime, set downtime-cost-per-minute and outage-minutes"),
                Map.of("saved", saved, "avoided", avoided, "cost", cost));
    }

    /** What failed changes would have cost that were undone by themselves, less what undoing them took. */
    private double avoided() {
        if (settings.downtimeCostPerMinute() == null || settings.outageMinutes() == null) {
            return 0;
        }
        List<PastRun> undone = facts.changes().stream()
                .filter(run -> run.state().equals("ROLLED_BACK") && !run.neededPerson())
                .toList();
        double minutes = undone.stream()
                .mapToDouble(run -> Math.max(
                        0,
                        settings.outageMinutes()
                                - Duration.between(run.startedAt(), run.finishedAt())
                                                .toMillis()
                                        / 60_000.0))
                .sum();
        return minutes * settings.downtimeCostPerMinute();
    }

    private double unattended() {
        return baseline(run -> run.neededPerson() ? 0.0 : run.done());
    }

    private double baseline(java.util.function.ToDoubleFunction<PastRun> steps) {
        return facts.ended().stream()
                .mapToDouble(
                        run -> settings.manualMinutes().getOrDefault(run.pipeline(), 0.0) * steps.applyAsDouble(run))
                .sum();
    }
}
