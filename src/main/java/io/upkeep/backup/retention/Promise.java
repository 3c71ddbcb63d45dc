package io.upkeep.backup.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is promised of a series.
 *
 * @param maxAge of the newest verified backup
 * @param provenWithin how long ago some backup of it must have been proven at most
 * @param leastSize in percent of the median of the ten before; a backup smaller than that is suspicious; 0: never
 * @param restoreWithin longest restore, in a test (the recovery time objective)
 * @param loseAtMost how old the newest restored row may be, in a test (the recovery point objective)
 */
public record Promise(
        @DefaultValue("26h") Duration maxAge,
        @DefaultValue("50h") Duration provenWithin,
        @DefaultValue("50") int leastSize,
        @DefaultValue("1h") Duration restoreWithin,
        @DefaultValue("26h") Duration loseAtMost) {}
