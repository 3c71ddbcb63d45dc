package io.upkeep;

import io.upkeep.document.DocumentSettings;
import io.upkeep.document.DocumentSource;
import io.upkeep.document.DocumentType;
import io.upkeep.document.Period;
import io.upkeep.report.ReportContents;
import io.upkeep.report.ReportMarkdown;
import io.upkeep.report.Reports;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Documents on a period that is over, of the month before when none is named. Their figures are those of reports: there are
 * not two for one time.
 */
final class PeriodSource implements DocumentSource {

    private final DocumentType type;
    private final String title;
    private final Function<ReportContents, String> text;
    private final Reports reports;
    private final DocumentSettings settings;
    private final Clock clock;

    private PeriodSource(
            DocumentType type,
            String title,
            Function<ReportContents, String> text,
            Reports reports,
            DocumentSettings settings,
            Clock clock) {
        this.type = type;
        this.title = title;
        this.text = text;
        this.reports = reports;
        this.settings = settings;
        this.clock = clock;
    }

    /** How a period went, and its figures alone. */
    @Configuration(proxyBeanMethods = false)
    static class Both {

        @Bean
        DocumentSource reportSource(Reports reports, DocumentSettings settings, Clock clock) {
            return new PeriodSource(
                    DocumentType.REPORT,
                    "Maintenance report",
                    contents -> "\n## Figures\n\n"
                            + ReportMarkdown.figures(contents.figures())
                            + ReportMarkdown.tables(contents.tables()),
                    reports,
                    settings,
                    clock);
        }

        @Bean
        DocumentSource metricsSource(Reports reports, DocumentSettings settings, Clock clock) {
            return new PeriodSource(
                    DocumentType.METRICS,
                    "Maintenance metrics",
                    contents -> "\n" + ReportMarkdown.figures(contents.figures()),
                    reports,
                    settings,
                    clock);
        }
    }

    @Override
    public DocumentType type() {
        return type;
    }

    @Override
    public Draft write(String subject, String date) {
        Period period = Period.over(Period.named(subject, date), clock.instant(), settings.zone());
        ReportContents contents =
                reports.contents(period.name(), period.from(settings.zone()), period.until(settings.zone()));
        return new Draft(period.name(), title + ", " + period.words(), text.apply(contents), List.of());
    }
}
