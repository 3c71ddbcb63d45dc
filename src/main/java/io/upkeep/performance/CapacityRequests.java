package io.upkeep.performance;

import io.upkeep.run.RequestCheck;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Refuses a plan of no time, or of more than a line can be drawn for. */
@Component
class CapacityRequests implements RequestCheck {

    private static final int MOST = 60;

    @Override
    public String pipeline() {
        return "plan-capacity";
    }

    @Override
    public Optional<String> problemWith(Map<String, String> inputs) {
        String months = inputs.get("months");
        return months.matches("[1-9]\\d?") && Integer.parseInt(months) <= MOST
                ? Optional.empty()
                : Optional.of("months '%s' is not from 1 to %d; write for example months=12".formatted(months, MOST));
    }
}
