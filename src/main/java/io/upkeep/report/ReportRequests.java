package io.upkeep.report;

import io.upkeep.run.RequestCheck;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Refuses a report of a period that there is not, or that is none of the report's type. */
@Component
class ReportRequests implements RequestCheck {

    private final ReportMaker maker;
    private final Clock clock;

    ReportRequests(ReportMaker maker, Clock clock) {
        this.maker = maker;
        this.clock = clock;
    }

    @Override
    public String pipeline() {
        return "report-maintenance";
    }

    @Override
    public Optional<String> problemWith(Map<String, String> inputs) {
        try {
            var unused = maker.period(PeriodType.of(inputs.get("type")), inputs.get("period"), clock.instant());
            return Optional.empty();
        } catch (ReportRefused e) {
            return Optional.of(e.getMessage());
        }
    }
}
