package io.upkeep.document;

import io.upkeep.document.Activity.Done;
import io.upkeep.document.Activity.Opening;
import io.upkeep.document.Activity.Stored;
import io.upkeep.document.Activity.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The figures of a period that its journal holds. A share of nothing is "no data", never 100 %. */
final class MetricsText {

    private static final Set<String> EXECUTED = Set.of("SUCCEEDED", "ROLLED_BACK", "ROLLBACK_FAILED");

    private MetricsText() {}

    static String of(long days, List<Done> runs, List<Trouble> incidents, List<Stored> backups, List<Opening> windows) {
        List<Done> executed =
                runs.stream().filter(run -> EXECUTED.contains(run.state())).toList();
        long good = executed.stream().filter(Done::isGood).count();
        long undone = executed.stream().filter(run -> !run.isGood()).count();
        long unattended = executed.stream()
                .filter(run -> !run.requestedBy().startsWith("person:"))
                .count();
        List<Duration> lasted = executed.stream()
                .map(Done::lasted)
                .filter(length -> length != null)
                .toList();
        List<Duration> resolved = incidents.stream()
                .filter(incident -> incident.resolvedAt() != null)
                .map(incident -> Duration.between(incident.openedAt(), incident.resolvedAt()))
                .toList();
        long stored = backups.stream().mapToLong(Stored::count).sum();
        long proven = backups.stream()
                .filter(each -> each.state().equals("VERIFIED"))
                .mapToLong(Stored::count)
                .sum();
        StringBuilder text = new StringBuilder("\n| figure | value | of |\n|---|---|---|\n");
        row(text, "Runs that came to an end after their start", String.valueOf(executed.size()), days + " days");
        row(text, "Success rate", share(good, executed.size()), executed.size() + " runs");
        row(text, "Rollback frequency", share(undone, executed.size()), executed.size() + " runs");
        row(text, "Started without a person", share(unattended, executed.size()), executed.size() + " runs");
        row(text, "Maintenance duration, median", median(lasted), lasted.size() + " runs");
        row(text, "Windows that closed", String.valueOf(windows.size()), days + " days");
        row(text, "Incidents", String.valueOf(incidents.size()), days + " days");
        row(text, "Time to resolve, median", median(resolved), resolved.size() + " incidents");
        row(text, "Backups that are proven", share(proven, stored), stored + " backups");
        return text.toString();
    }

    private static void row(StringBuilder text, String figure, String value, String of) {
        text.append("| %s | %s | %s |\n".formatted(figure, value, of));
    }

    static String share(long part, long all) {
        return all == 0 ? "no data" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / all);
    }

    static String median(List<Duration> lengths) {
        return lengths.isEmpty()
                ? "no data"
                : Times.length(lengths.stream().sorted().toList().get((lengths.size() - 1) / 2));
    }
}
