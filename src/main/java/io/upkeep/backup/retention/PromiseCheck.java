package io.upkeep.backup.retention;

import io.upkeep.text.Lasting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares the catalogue with what was promised. Knows no store and no clock. */
public final class PromiseCheck {

    private static final int HISTORY = 10;
    private static final int LEAST_HISTORY = 3;

    private PromiseCheck() {}

    /** What is wrong with a series, for people: a sentence with what to do. */
    public record Problem(String series, Kind kind, String sentence) {}

    /** The sorts of problems. */
    public enum Kind {
        MISSING,
        TOO_OLD,
        NOT_PROVEN,
        TOO_SMALL,
        BROKEN
    }

    /** All problems, by series. */
    public static List<Problem> check(Map<String, Promise> promises, List<Kept> stored, Instant now) {
        List<Problem> problems = new ArrayList<>();
        promises.forEach((series, promise) -> {
            List<Kept> own = stored.stream()
                    .filter(backup -> backup.series().equals(series))
                    .sorted(Comparator.comparing(Kept::createdAt).reversed())
                    .toList();
            check(series, promise, own, now, problems);
        });
        return problems;
    }

    private static void check(
            String series, Promise promise, List<Kept> newestFirst, Instant now, List<Problem> problems) {
        List<Kept> good = newestFirst.stream().filter(Kept::good).toList();
        if (newestFirst.isEmpty()) {
            problems.add(new Problem(
                    series, Kind.MISSING, "there is no backup of %s; run back-up-%s".formatted(series, series)));
            return;
        }
        Kept newest = newestFirst.get(0);
        if (newest.broken()) {
            problems.add(new Problem(
                    series,
                    Kind.BROKEN,
                    "the newest backup of %s (%s) is broken; take another".formatted(series, newest.createdAt())));
        }
        if (good.isEmpty()) {
            problems.add(new Problem(
                    series,
                    Kind.TOO_OLD,
                    "no backup of %s is verified; see why back-up-%s does not succeed".formatted(series, series)));
        } else if (tooOld(good.get(0).createdAt(), promise.maxAge(), now)) {
            problems.add(new Problem(
                    series,
                    Kind.TOO_OLD,
                    "the newest verified backup of %s is %s old, promised are %s; see why back-up-%s does not succeed"
                            .formatted(
                                    series,
                                    Lasting.about(Duration.between(good.get(0).createdAt(), now)),
                                    Lasting.about(promise.maxAge()),
                                    series)));
        }
        proven(series, promise, newestFirst, now, problems);
        size(series, promise, newestFirst, problems);
    }

    private static void proven(String series, Promise promise, List<Kept> stored, Instant now, List<Problem> problems) {
        Instant last = stored.stream()
                .map(Kept::provenAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        if (last == null || tooOld(last, promise.provenWithin(), now)) {
            problems.add(new Problem(
                    series,
                    Kind.NOT_PROVEN,
                    "no backup of %s was proven %s, promised are %s; see why verify-backups does not succeed"
                            .formatted(
                                    series,
                                    last == null ? "ever" : "for " + Lasting.about(Duration.between(last, now)),
                                    Lasting.about(promise.provenWithin()))));
        }
    }

    private static void size(String series, Promise promise, List<Kept> stored, List<Problem> problems) {
        List<Long> before =
                stored.stream().skip(1).limit(HISTORY).map(Kept::bytes).sorted().toList();
        if (before.size() < LEAST_HISTORY) {
            return;
        }
        long usual = before.get(before.size() / 2);
        long bytes = stored.get(0).bytes();
        if (bytes * 100 < usual * promise.leastSize()) {
            problems.add(new Problem(
                    series,
                    Kind.TOO_SMALL,
                    "the newest backup of %s has %d bytes, those before had about %d; see whether something is missing in %s"
                            .formatted(series, bytes, usual, series)));
        }
    }

    private static boolean tooOld(Instant then, Duration most, Instant now) {
        return Duration.between(then, now).compareTo(most) > 0;
    }
}
