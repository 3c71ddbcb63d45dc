package io.upkeep.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.probe.condition.Answer;
import io.upkeep.probe.condition.Fact;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host, a database, a cache or a queue tells, as figures, and what the usual conditions make of them. */
class ProbeFiguresTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Target HOST =
            new Target("api-1", TargetKind.HOST, Set.of(), URI.create("ssh://upkeep@api-1"), null, null);
    private static final Target DATABASE =
            new Target("reports", TargetKind.DATABASE, Set.of(), URI.create("postgresql://db/reports"), null, null);
    private static final Target CACHE =
            new Target("cache", TargetKind.CACHE, Set.of(), URI.create("redis://cache"), null, null);

    private final ProbeFigures figures = new ProbeFigures(new ObjectMapper(), Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cpu=12; OK",
                "cpu=91; WARNING",
                "memory=91; WARNING",
                "memory=97; CRITICAL",
                "disk=95; WARNING",
                "disk=97; CRITICAL",
                "inodes=97; CRITICAL",
                "network=2; WARNING",
                "pressure:memory=21; WARNING",
                "units=1; WARNING",
                "clock=50; WARNING",
                "clock=1000; CRITICAL",
                "load=2.1; WARNING"
            })
    void figures_of_a_host_are_judged_as_far_as_it_tells_them(String figure, ProbeState state) {
        assertThat(judge(HOST, "host", figure)).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({
        "connections-percent=79, OK",
        "connections-percent=80, WARNING",
        "connections-percent=95, CRITICAL",
        "replication-lag-seconds=30, WARNING",
        "replication-lag-seconds=300, CRITICAL",
        "dead-rows-percent=99, WARNING",
        "longest-transaction-seconds=900, WARNING",
        "longest-transaction-seconds=3600, CRITICAL"
    })
    void figures_of_a_database_have_the_limits_that_the_checks_have(String figure, ProbeState state) {
        assertThat(judge(DATABASE, "postgresql", figure)).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({
        "memory=79, OK",
        "memory=80, WARNING",
        "memory=95, CRITICAL",
        "persistence=CRITICAL, CRITICAL",
        "answers=WARNING, WARNING",
        "last-save-age-seconds=7200, WARNING",
        "last-save-age-seconds=86400, CRITICAL"
    })
    void so_have_those_of_a_cache(String figure, ProbeState state) {
        assertThat(judge(CACHE, "redis", figure)).isEqualTo(state);
    }

    private static ProbeState judge(Target target, String kind, String figure) {
        String[] parts = figure.split("=", 2);
        String value = parts[1].matches("[0-9.]+") ? parts[1] : '"' + parts[1] + '"';
        Answer answer = Answer.connected().with(Fact.BODY, "{\"%s\": %s}".formatted(parts[0], value));
        return read(target, kind).judge(answer).state();
    }

    private static DeclaredProbe read(Target target, String kind) {
        return ProbeReader.read(target, "figures", Map.of("kind", kind), ProbeFiles.ofServer(Path.of("routes")));
    }

    @Test
    void a_condition_that_was_written_is_not_met_by_what_is_not_told() {
        DeclaredProbe written = ProbeReader.read(
                HOST,
                "figures",
                Map.of("kind", "host", "critical-unless", "[BODY].disk:/srv < 90"),
                ProbeFiles.ofServer(Path.of("routes")));
        assertThat(written.judge(Answer.connected().with(Fact.BODY, "{\"disk:/\": 3}")))
                .isEqualTo(Verdict.critical("not met: [BODY].disk:/srv (nothing) < 90"));
        assertThat(written.warningUnless())
                .as("who says what is bad gets no more than that")
                .isEmpty();
    }

    @Test
    void a_host_that_is_down_is_critical_and_one_that_talks_nonsense_is_unknown() {
        Answer down = told("host", hosts(Map.of("failure", "UNREACHABLE", "what", "no route", "next", "look at it")));
        assertThat(read(HOST, "host").judge(down)).isEqualTo(Verdict.critical("no route; look at it"));
        Answer busy = told("host", hosts(Map.of("failure", "LOCKED", "what", "busy", "next", "wait")));
        assertThat(read(HOST, "host").judge(busy)).isEqualTo(Verdict.unknown("busy; wait"));
        Answer hostile = told("host", hosts(Map.of("stdout", "\u001b[2J<script>")));
        assertThat(read(HOST, "host").judge(hostile).state()).isEqualTo(ProbeState.UNKNOWN);
        Answer cut = told("host", hosts(Map.of("stdout", "@@begin\n@@stat\ncpu 1")));
        assertThat(read(HOST, "host").judge(cut))
                .isEqualTo(Verdict.unknown("the report is cut off: its end mark is missing"));
    }

    private static Map<String, Object> hosts(Map<String, Object> outcome) {
        return Map.of("api-1", outcome);
    }

    @Test
    void what_is_no_redis_is_unknown_and_a_rate_counts_since_the_last_answer() {
        assertThat(read(CACHE, "redis").judge(told("redis", Map.of("hello", "world"))))
                .isEqualTo(Verdict.unknown("answered, but not with Redis' INFO"));
        Answer first = told("redis", Map.of("redis_version", "7", "evicted_keys", "60", "uptime_in_seconds", "60"));
        assertThat(first.fact(Fact.BODY)).asString().contains("\"evictions-per-minute\":60");
    }

    @Test
    void hostile_words_of_a_database_are_no_figures() {
        Map<String, Object> row = new HashMap<>();
        row.put("connections_percent", 3);
        row.put("\u0007<b>x", "\u0007<script>");
        assertThat(told("postgresql", row).fact(Fact.BODY)).isEqualTo("{\"connections-percent\":3}");
    }

    @Test
    void an_empty_queue_has_no_oldest_and_a_query_without_depth_is_said_so() {
        Map<String, Object> empty = new HashMap<>();
        empty.put("depth", 0L);
        empty.put("oldest_seconds", null);
        Answer answer = told("queue", empty);
        assertThat(answer.fact(Fact.DEPTH)).isEqualTo(0L);
        assertThat(answer.fact(Fact.AGE)).isEqualTo(0L);
        assertThat(told("queue", Map.of("waiting", 3)).failure()).contains("no number named depth");
    }

    /** What the bean leaves of a message. */
    private Answer told(String kind, Map<String, Object> body) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable("target", "it");
        exchange.setVariable("probe", "figures");
        exchange.getMessage().setBody(body);
        try {
            switch (kind) {
                case "host" -> figures.host(exchange);
                case "redis" -> figures.redis(exchange);
                case "queue" -> figures.queue(exchange);
                default -> figures.postgresql(exchange);
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException failure) {
            throw new AssertionError(failure);
        }
        return exchange.getVariable(ProbeAnswers.VARIABLE, Answer.class);
    }
}
