package io.upkeep.performance;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.performance.PerformanceDocument.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The quarterly plan, as routes see it: {@code method: {ref: capacityPlan, method: …}}. What runs out within the horizon, at low,
 * expected and high growth (the line and both ends of its band), what to do, and by when to decide.
 */
@Component("capacityPlan")
public class CapacityPlan {

    private final PerformanceReview review;
    private final Documents documents;
    private final PerformanceProperties properties;
    private final Clock clock;

    CapacityPlan(PerformanceReview review, Documents documents, PerformanceProperties properties, Clock clock) {
        this.review = review;
        this.documents = documents;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * One line of a plan.
     *
     * @param expected the day on which it is full; null when not within the horizon
     * @param low the same at low growth, {@code high} at high
     * @param decideBy the day before which more has to be ordered; null when nothing is to be decided
     * @param since how that changed since the plan before; empty without one
     */
    record Row(
            String target,
            String metric,
            LocalDate low,
            LocalDate expected,
            LocalDate high,
            LocalDate decideBy,
            String sentence,
            String since) {}

    /**
     * Draws the plan of the next months.
     *
     * @return how many things run out in it
     */
    public String draw(String run, int months) {
        Instant now = clock.instant();
        Duration horizon = Duration.between(
                now, now.atZone(ZoneOffset.UTC).plusMonths(months).toInstant());
        List<Capacity.Outlook> outlooks = review.outlooks(horizon);
        List<Row> rows = outlooks.stream()
                .map(outlook -> row(outlook, now))
                .sorted(Comparator.comparing(Row::expected, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
        write(run, months, rows, "the first plan");
        long ends = rows.stream().filter(row -> row.high() != null).count();
        return "%d of %d things with a limit may run out within %d months%s"
                .formatted(ends, rows.size(), months, Capacity.untold(outlooks));
    }

    private Row row(Capacity.Outlook outlook, Instant now) {
        LocalDate expected = day(outlook.at());
        LocalDate high = day(outlook.earliest());
        if (outlook.state() == Capacity.State.FULL) {
            expected = day(now);
            high = expected;
        }
        if (high == null) {
            return new Row(outlook.target(), outlook.metric(), null, null, null, null, outlook.sentence(), "");
        }
        LocalDate decideBy = high.minus(outlook.notice().toDays(), ChronoUnit.DAYS);
        LocalDate today = day(now);
        String action = properties
                .limit(outlook.metric(), outlook.unit())
                .map(PerformanceProperties.Limit::action)
                .filter(text -> !text.isBlank())
                .orElse("get more of it");
        String sentence = "%s; at high growth full on %s, as expected %s, at low growth %s: %s, decide %s"
                .formatted(
                        outlook.sentence(),
                        high,
                        orLater(expected),
                        orLater(day(outlook.latest())),
                        action,
                        decideBy.isAfter(today) ? "by " + decideBy : "now");
        return new Row(
                outlook.target(), outlook.metric(), day(outlook.latest()), expected, high, decideBy, sentence, "");
    }

    /** Says what changed since the plan before, in the plan of this run. */
    public String compare(String run) {
        PerformanceDocument now = documents
                .of(UUID.fromString(run), Kind.PLAN)
                .orElseThrow(() -> new IllegalStateException(
                        "this run has drawn no plan; let a step before call capacityPlan.draw"));
        PerformanceDocument before = documents.newest(Kind.PLAN, 2).stream()
                .filter(plan -> !plan.run().equals(now.run()))
                .findFirst()
                .orElse(null);
        if (before == null) {
            return "there is no plan before it";
        }
        Map<String, JsonNode> earlier = new HashMap<>();
        before.content().path("rows").forEach(row -> earlier.put(key(row), row));
        List<Row> rows = new ArrayList<>();
        for (JsonNode row : now.content().path("rows")) {
            rows.add(compared(row, earlier.remove(key(row))));
        }
        String gone = earlier.isEmpty() ? "" : "; no longer measured: " + String.join(", ", earlier.keySet());
        String since = "compared with the plan of " + Words.day(before.createdAt()) + gone;
        write(run, now.content().path("months").asInt(), rows, since);
        return rows.stream()
                .filter(row -> !row.since().isEmpty())
                .map(row -> row.metric() + " of " + row.target() + ": " + row.since())
                .collect(Collectors.joining("\n", since + "\n", ""));
    }

    private static Row compared(JsonNode row, JsonNode earlier) {
        LocalDate expected = date(row, "expected");
        return new Row(
                row.path("target").asText(),
                row.path("metric").asText(),
                date(row, "low"),
                expected,
                date(row, "high"),
                date(row, "decideBy"),
                row.path("sentence").asText(),
                earlier == null ? "new" : moved(date(earlier, "expected"), expected));
    }

    static String moved(LocalDate before, LocalDate now) {
        if (before == null) {
            return now == null ? "" : "now runs out";
        }
        if (now == null) {
            return "no longer runs out";
        }
        long days = ChronoUnit.DAYS.between(before, now);
        return days == 0 ? "" : "%d days %s".formatted(Math.abs(days), days < 0 ? "earlier" : "later");
    }

    private void write(String run, int months, List<Row> rows, String since) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("months", months);
        content.put("rows", rows);
        String lines = rows.stream()
                .map(row -> "- " + row.sentence() + (row.since().isEmpty() ? "" : " (" + row.since() + ")"))
                .collect(Collectors.joining("\n"));
        String text = "# Capacity of the next %d months, %s%n%n%s%n%n%s%n"
                .formatted(
                        months,
                        Words.day(clock.instant()),
                        since,
                        lines.isEmpty() ? "Nothing with a limit was measured." : lines);
        documents.write(Kind.PLAN, UUID.fromString(run), content, text, clock.instant());
    }

    private static String key(JsonNode row) {
        return row.path("metric").asText() + " of " + row.path("target").asText();
    }

    private static LocalDate date(JsonNode row, String name) {
        return row.hasNonNull(name) ? LocalDate.parse(row.path(name).asText()) : null;
    }

    private static LocalDate day(Instant time) {
        return time == null ? null : LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static String orLater(LocalDate day) {
        return day == null ? "later than that" : day.toString();
    }
}
