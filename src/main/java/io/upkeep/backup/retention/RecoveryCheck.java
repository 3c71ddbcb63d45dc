package io.upkeep.backup.retention;

import io.upkeep.text.Lasting;
import java.time.Duration;
import java.time.Instant;

/** What a test of recovery measured, beside what was promised. Knows no store and no clock. */
public final class RecoveryCheck {

    private RecoveryCheck() {}

    /**
     * One series' result.
     *
     * @param restore how long it took until the data was back and compared (RTO)
     * @param lost how old the newest restored data was (RPO)
     * @param sentence both beside the promise, for people
     */
    public record Measured(String series, Duration restore, Duration lost, boolean kept, String sentence) {}

    /**
     * Compares.
     *
     * @param newestData of what was restored
     * @param failure when the disaster was assumed to happen: the start of the test
     */
    public static Measured measure(
            String series, Promise promise, Duration restore, Instant newestData, Instant failure) {
        Duration lost = Duration.between(newestData, failure);
        boolean inTime = restore.compareTo(promise.restoreWithin()) <= 0;
        boolean newEnough = lost.compareTo(promise.loseAtMost()) <= 0;
        String sentence = "%s: back after %s (promised %s%s), what was newer than %s would be lost (promised %s%s)"
                .formatted(
                        series,
                        Lasting.about(restore),
                        Lasting.about(promise.restoreWithin()),
                        inTime ? "" : ", NOT KEPT",
                        Lasting.about(lost),
                        Lasting.about(promise.loseAtMost()),
                        newEnough ? "" : ", NOT KEPT");
        return new Measured(series, restore, lost, inTime && newEnough, sentence);
    }
}
