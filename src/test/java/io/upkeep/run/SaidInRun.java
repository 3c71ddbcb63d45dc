package io.upkeep.run;

import static org.awaitility.Awaitility.await;

import io.upkeep.run.RunLog.Choice;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** What steps of runs have said. */
public final class SaidInRun {

    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(10);

    private SaidInRun() {}

    /**
     * All that a step said, which is written a moment after it.
     *
     * @param step its path with its index: {@code update/drain[0]}
     */
    public static String of(RunLog log, Run run, String step) {
        Choice choice = new Choice(null, null, LogEntry.Stream.SAID);
        try {
            return await("what step " + step + " says")
                    .atMost(WRITTEN_WITHIN)
                    .until(() -> text(log.read(run.id(), choice, 0, 200), step), text -> !text.isEmpty());
        } catch (ConditionTimeoutException silent) {
            throw new AssertionError(
                    "step %s says nothing; all that run %s said: %s"
                            .formatted(step, run, log.read(run.id(), choice, 0, 200)),
                    silent);
        }
    }

    private static String text(List<LogEntry> entries, String step) {
        return entries.stream()
                // in whichever attempt: on a busy machine a step may be taken up again
                .filter(entry -> entry.step().replaceFirst("~[0-9]+$", "").equals(step))
                .map(LogEntry::text)
                .collect(Collectors.joining("\n"));
    }
}
