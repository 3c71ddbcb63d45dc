package io.upkeep.backup.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Decides which backups of one series stay, each with its reasons. Knows no store and no clock. */
public final class RetentionRules {

    private RetentionRules() {}

    /** What becomes of a backup, and why. */
    public record Verdict(UUID id, boolean stays, List<String> reasons) {

        public Verdict {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Decides.
     *
     * <p>Only good backups fill places. One that is not proven yet stays as long as it is newer than the newest good one, and a
     * broken one until two good ones are newer. The newest good one always stays, and so does one that the store would not remove.
     *
     * @param backups of one series, in any order
     * @return one verdict for each, the newest first
     */
    public static List<Verdict> decide(List<Kept> backups, Retention rules, Instant now) {
        List<Kept> newestFirst = backups.stream()
                .sorted(Comparator.comparing(Kept::createdAt).reversed().thenComparing(Kept::id))
                .toList();
        List<Kept> good = newestFirst.stream().filter(Kept::good).toList();
        Map<UUID, List<String>> reasons = new LinkedHashMap<>();
        newestFirst.forEach(backup -> reasons.put(backup.id(), new ArrayList<>()));
        if (!good.isEmpty()) {
            reasons.get(good.get(0).id()).add("newest that is verified");
        }
        for (int i = 0; i < Math.min(rules.last(), good.size()); i++) {
            reasons.get(good.get(i).id()).add("%d of the last %d".formatted(i + 1, rules.last()));
        }
        good.stream()
                .filter(backup -> backup.createdAt().isAfter(now.minus(rules.within())))
                .forEach(backup -> reasons.get(backup.id()).add("within " + words(rules)));
        newestOfEach(good, "day", rules.daily(), LocalDate::toString, reasons);
        newestOfEach(good, "week", rules.weekly(), RetentionRules::week, reasons);
        newestOfEach(good, "month", rules.monthly(), day -> day.toString().substring(0, 7), reasons);
        newestOfEach(good, "year", rules.yearly(), day -> String.valueOf(day.getYear()), reasons);
        newestFirst.stream()
                .filter(backup ->
                        backup.lockedUntil() != null && backup.lockedUntil().isAfter(now))
                .forEach(backup -> reasons.get(backup.id()).add("locked until " + backup.lockedUntil()));
        newestFirst.stream().filter(backup -> !backup.good()).forEach(backup -> other(backup, good, reasons));
        return newestFirst.stream().map(backup -> verdict(backup, reasons)).toList();
    }

    private static void newestOfEach(
            List<Kept> good,
            String unit,
            int count,
            Function<LocalDate, String> name,
            Map<UUID, List<String>> reasons) {
        Set<String> filled = new HashSet<>();
        for (Kept backup : good) {
            String period = name.apply(LocalDate.ofInstant(backup.createdAt(), ZoneOffset.UTC));
            if (filled.size() < count && filled.add(period)) {
                reasons.get(backup.id()).add("newest of the %s %s".formatted(unit, period));
            }
        }
    }

    private static void other(Kept backup, List<Kept> good, Map<UUID, List<String>> reasons) {
        long newer = good.stream()
                .filter(one -> one.createdAt().isAfter(backup.createdAt()))
                .count();
        if (backup.broken() && newer < 2) {
            reasons.get(backup.id()).add("broken, and fewer than 2 verified ones are newer");
        } else if (!backup.broken() && newer == 0) {
            reasons.get(backup.id()).add("not verified yet, and no verified one is newer");
        }
    }

    private static Verdict verdict(Kept backup, Map<UUID, List<String>> reasons) {
        List<String> keeping = reasons.get(backup.id());
        if (!keeping.isEmpty()) {
            return new Verdict(backup.id(), true, keeping);
        }
        String why = backup.good()
                ? "no rule keeps it"
                : (backup.broken() ? "broken" : "never verified") + ", and newer ones are verified";
        return new Verdict(backup.id(), false, List.of(why));
    }

    private static String week(LocalDate day) {
        return "%d-W%02d".formatted(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private static String words(Retention rules) {
        return rules.within().toString().replace("PT", "").toLowerCase(java.util.Locale.ROOT);
    }
}
