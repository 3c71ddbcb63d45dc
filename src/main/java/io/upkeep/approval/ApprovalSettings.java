package io.upkeep.approval;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code upkeep.approval}.
 *
 * @param validFor how long a yes counts; 7 days unless told otherwise
 */
@ConfigurationProperties("upkeep.approval")
public record ApprovalSettings(Duration validFor) {

    /** Fills in the default. */
    public ApprovalSettings {
        validFor = validFor == null ? Duration.ofDays(7) : validFor;
        if (validFor.isNegative() || validFor.isZero()) {
            throw new IllegalArgumentException(
                    "upkeep.approval.valid-for '%s' is no time at all; write 7d".formatted(validFor));
        }
    }
}
