package io.upkeep.report;

import io.upkeep.report.ReportDocument.Bar;
import io.upkeep.report.ReportDocument.Chart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The period part by part: how long the system was up, and how runs ended. Pure. */
final class ReportCharts {

    private ReportCharts() {}

    static List<Chart> of(
            Facts facts, List<Period.Part> parts, ReportSettings settings, Collection<List<String>> system) {
        List<Bar> uptime = new ArrayList<>();
        List<Bar> runs = new ArrayList<>();
        for (Period.Part part : parts) {
            Facts own = facts.in(part.span());
            Double up = Figures.of(own, settings, system).get(0).value();
            uptime.add(new Bar(part.label(), up, up == null ? 0 : 100 - up));
            long bad = own.ended().stream().filter(run -> !run.succeeded()).count();
            runs.add(new Bar(part.label(), (double) own.ended().size(), bad));
        }
        double most = runs.stream().mapToDouble(Bar::value).max().orElse(0);
        return List.of(
                new Chart("System uptime", "%", 100, uptime),
                new Chart("Runs that ended", "runs", Math.max(1, most), runs));
    }
}
