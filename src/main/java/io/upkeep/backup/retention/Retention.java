package io.upkeep.backup.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is kept of a series; a backup that any of these asks for stays.
 *
 * @param last this many newest
 * @param within all that are younger
 * @param daily the newest of each of this many days that have one; weekly (Monday to Sunday), monthly, yearly likewise; UTC
 */
public record Retention(
        @DefaultValue("3") int last,
        @DefaultValue("2d") Duration within,
        @DefaultValue("7") int daily,
        @DefaultValue("5") int weekly,
        @DefaultValue("12") int monthly,
        @DefaultValue("2") int yearly) {

    public Retention {
        if (last < 0 || daily < 0 || weekly < 0 || monthly < 0 || yearly < 0 || within.isNegative()) {
            throw new IllegalArgumentException(
                    "retention: a number is negative; write last: 3, within: 2d, daily: 7, weekly: 5, monthly: 12, yearly: 2"
                            + " (application.yaml, upkeep.backup.retention)");
        }
    }
}
