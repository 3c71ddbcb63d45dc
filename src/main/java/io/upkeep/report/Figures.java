package io.upkeep.report;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The key maintenance indicators of a period, in the handbook's order. Pure. */
final class Figures {

    private Figures() {}

    /** @param system the parts of the system, each with its targets; empty when the estate does not say */
    static List<Figure> of(Facts facts, ReportSettings settings, Collection<List<String>> system) {
        Optional<Availability> availability =
                system.isEmpty() ? Optional.empty() : Optional.of(Availability.of(facts, system, settings.holds()));
        AvailabilityFigures uptime = new AvailabilityFigures(facts, availability);
        PerformanceFigures performance = new PerformanceFigures(facts, settings, availability);
        QualityFigures quality = new QualityFigures(facts);
        EfficiencyFigures efficiency = new EfficiencyFigures(facts, settings);
        return List.of(
                uptime.uptime(),
                uptime.windowDuration(),
                uptime.unplannedDowntime(),
                uptime.frequency(),
                performance.impact(),
                performance.degradation(),
                uptime.recoveryTime(),
                performance.optimization(),
                quality.successRate(),
                quality.rollbackFrequency(),
                quality.resolutionTime(),
                performance.customerImpact(),
                uptime.duration(),
                efficiency.utilization(),
                efficiency.cost(),
                efficiency.automation());
    }
}
