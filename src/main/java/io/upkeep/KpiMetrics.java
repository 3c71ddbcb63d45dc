package io.upkeep;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.upkeep.report.PeriodType;
import io.upkeep.report.ReportDocument;
import io.upkeep.report.Reports;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The figures of the newest report of each type as {@code upkeep.kpi} with {@code kpi}, {@code unit} and {@code report}. A figure
 * without data has no value.
 */
@Component
class KpiMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(KpiMetrics.class);

    private final Reports reports;
    private final MultiGauge kpis;

    KpiMetrics(Reports reports, MeterRegistry registry) {
        this.reports = reports;
        this.kpis = MultiGauge.builder("upkeep.kpi")
                .description("key maintenance indicators of the newest reports")
                .register(registry);
    }

    @Scheduled(fixedDelayString = "${upkeep.metrics.look-at-reports-every:1m}")
    void look() {
        try {
            List<Row<?>> rows = new ArrayList<>();
            for (PeriodType type : PeriodType.values()) {
                reports.newest(type).ifPresent(report -> add(rows, report));
            }
            kpis.register(rows, true);
        } catch (RuntimeException e) {
            LOG.debug("The figures stay as they were", e);
        }
    }

    private static void add(List<Row<?>> rows, ReportDocument report) {
        report.figures().stream()
                .map(ReportDocument.Compared::figure)
                .filter(figure -> figure.value() != null)
                .forEach(figure -> rows.add(Row.of(
                        Tags.of(
                                "kpi",
                                figure.kpi(),
                                "unit",
                                figure.unit(),
                                "report",
                                report.type().word()),
                        figure.value())));
    }
}
