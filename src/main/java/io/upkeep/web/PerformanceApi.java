package io.upkeep.web;

import io.upkeep.performance.PerformanceDocument;
import io.upkeep.performance.PerformanceFacts;
import io.upkeep.performance.Series;
import io.upkeep.text.Shown;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/performance}: reports, trends, capacity and plans, and the series they were made of. */
@RestController
@RequestMapping("/api/performance")
class PerformanceApi {

    private static final String KINDS = Arrays.stream(PerformanceDocument.Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));

    private final PerformanceFacts facts;

    PerformanceApi(PerformanceFacts facts) {
        this.facts = facts;
    }

    /** A document without its content. */
    record Summary(UUID id, PerformanceDocument.Kind kind, UUID run, Instant createdAt, String text) {

        private static Summary of(PerformanceDocument document) {
            return new Summary(document.id(), document.kind(), document.run(), document.createdAt(), document.text());
        }
    }

    /** The newest of each kind. */
    @GetMapping
    List<Summary> newest() {
        return Arrays.stream(PerformanceDocument.Kind.values())
                .flatMap(kind -> facts.newest(kind, 1).stream())
                .map(Summary::of)
                .toList();
    }

    @GetMapping("/series")
    List<Series> series() {
        return facts.series();
    }

    @GetMapping("/chart")
    PerformanceFacts.Chart chart(
            @RequestParam String target, @RequestParam String metric, @RequestParam(defaultValue = "30") String days) {
        if (!days.matches("\\d{1,3}") || Integer.parseInt(days) < 1) {
            throw new BadValue("days '%s' is not a number from 1 to 999; write days=30".formatted(Shown.of(days)));
        }
        return facts.chart(target, metric, Integer.parseInt(days))
                .orElseThrow(
                        () -> new NotFound("'%s' of '%s' is not measured; GET /api/performance/series lists what is"
                                .formatted(Shown.of(metric), Shown.of(target))));
    }

    @GetMapping("/{kind}")
    PerformanceDocument newest(@PathVariable String kind) {
        return facts.newest(kind(kind), 1).stream().findFirst().orElseThrow(() -> new NotFound(missing(kind(kind))));
    }

    @GetMapping("/{kind}/history")
    List<Summary> history(@PathVariable String kind, @RequestParam(defaultValue = "20") String limit) {
        return facts.newest(kind(kind), Limit.of(limit)).stream()
                .map(Summary::of)
                .toList();
    }

    private static String missing(PerformanceDocument.Kind kind) {
        String pipeline =
                switch (kind) {
                    case PLAN -> "plan-capacity";
                    case OPTIMISATION -> "optimise-performance";
                    default -> "monitor-performance";
                };
        return "there is none yet; upkeep run %s --follow makes one".formatted(pipeline);
    }

    private static PerformanceDocument.Kind kind(String text) {
        return Arrays.stream(PerformanceDocument.Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new NotFound("there is no '%s' of performance; there are %s".formatted(Shown.of(text), KINDS)));
    }
}
