package io.upkeep.pipeline;

import io.upkeep.text.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How new the verified backups must be before a pipeline may start.
 *
 * @param wanted all of them; none: no gate
 */
record BackupGate(List<Wanted> wanted) {

    private static final Pattern OF_A_SERIES = Pattern.compile("([a-z][a-z0-9-]*)=(.*)");

    BackupGate {
        wanted = List.copyOf(wanted);
    }

    /**
     * One backup.
     *
     * @param series which; empty: any
     * @param within no older than this
     */
    record Wanted(String series, Duration within) {

        private String words() {
            return series.isEmpty() ? "a verified backup" : "a verified backup of '" + series + "'";
        }

        /** As in settings: {@code 24h}, {@code 7d}, {@code 1h30m}. */
        private String age() {
            if (within.toDays() > 2 && within.equals(Duration.ofDays(within.toDays()))) {
                return within.toDays() + "d";
            }
            return within.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
        }

        private String pipeline() {
            return series.isEmpty() ? "back-up-configuration" : "back-up-" + series;
        }
    }

    /** Of {@code 24h}, or of what is wanted of each series: {@code database=24h,configuration=2d}. */
    static BackupGate parse(String text) {
        List<Wanted> wanted = new ArrayList<>();
        for (String one : Lists.names(text)) {
            Matcher named = OF_A_SERIES.matcher(one);
            if (named.matches()) {
                wanted.add(new Wanted(named.group(1), age(named.group(2))));
            } else {
                wanted.add(new Wanted("", age(one)));
            }
        }
        return new BackupGate(wanted);
    }

    private static Duration age(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'%s' is no age of a backup; write 24h, or database=24h,configuration=2d".formatted(Shown.of(text)),
                    e);
        }
    }

    boolean isOpen() {
        return wanted.isEmpty();
    }

    /**
     * Why it is closed now.
     *
     * @param newest when the newest verified backup of a series (empty: of any) was begun
     */
    Optional<String> closed(Function<String, Optional<Instant>> newest, Instant now) {
        for (Wanted one : wanted) {
            Optional<Instant> at = newest.apply(one.series());
            if (at.isEmpty() || !at.get().isAfter(now.minus(one.within()))) {
                return Optional.of("needs %s younger than %s, and %s; run %s"
                        .formatted(
                                one.words(),
                                one.age(),
                                at.map(instant -> "the newest is of " + instant).orElse("there is none"),
                                one.pipeline()));
            }
        }
        return Optional.empty();
    }
}
