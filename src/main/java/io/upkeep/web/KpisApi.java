package io.upkeep.web;

import io.upkeep.report.ReportDocument.Compared;
import io.upkeep.report.Reports;
import io.upkeep.text.Shown;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/kpis}: the key maintenance indicators of any time, worked out when asked. */
@RestController
class KpisApi {

    private static final Duration USUAL = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(400);

    private final Reports reports;
    private final Clock clock;

    KpisApi(Reports reports, Clock clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /** Figures beside those of the same time before. */
    record KpisView(Instant from, Instant until, List<Compared> figures) {}

    @GetMapping("/api/kpis")
    KpisView kpis(@RequestParam(required = false) String from, @RequestParam(required = false) String to) {
        Instant until = to == null ? clock.instant() : instant("to", to);
        Instant since = from == null ? until.minus(USUAL) : instant("from", from);
        if (!since.isBefore(until) || Duration.between(since, until).compareTo(LONGEST) > 0) {
            throw new BadValue("from must be before to, by at most 400 days; write from=2026-11-01&to=2026-12-01");
        }
        return new KpisView(since, until, reports.figures(since, until));
    }

    private static Instant instant(String name, String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new BadValue(
                    "%s '%s' is not a time; write 2026-11-01 or 2026-11-01T08:00:00Z".formatted(name, Shown.of(text)));
        }
    }
}
