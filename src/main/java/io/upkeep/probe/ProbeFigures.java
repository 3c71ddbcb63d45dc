package io.upkeep.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.probe.condition.Answer;
import io.upkeep.probe.condition.Fact;
import io.upkeep.text.Shown;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * What the routes of the probes {@code host}, {@code postgresql}, {@code redis} and {@code queue} call when the target has answered:
 * the answer's body becomes an object of figures, read as the checks by runs read them.
 */
@Component("probeFigures")
public class ProbeFigures {

    private final EarlierAnswers earlier = new EarlierAnswers();
    private final ObjectMapper json;
    private final Clock clock;

    ProbeFigures(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** The body is what {@code fleet:} returned of one host, also when it failed ({@code failedHosts=result}). */
    public void host(Exchange exchange) throws JsonProcessingException {
        Map<?, ?> hosts = exchange.getMessage().getBody(Map.class);
        Map<?, ?> outcome = (Map<?, ?>) hosts.values().iterator().next();
        Object failure = outcome.get("failure");
        if (failure != null) {
            String what = outcome.get("what") + "; " + outcome.get("next");
            boolean isDown = Observations.DOWN.contains(String.valueOf(failure));
            ProbeAnswers.leave(exchange, isDown ? Answer.failed(what) : Answer.unknown(what));
            return;
        }
        HostReport report = HostReportParser.parse(String.valueOf(outcome.get("stdout")));
        Instant now = clock.instant();
        leave(exchange, report, HostVerdicts.judge(report, past(exchange), now), now);
    }

    /** The body is a row of figures. */
    public void postgresql(Exchange exchange) throws JsonProcessingException {
        leave(exchange, null, FigureVerdicts.judge(row(exchange), Map.of()), clock.instant());
    }

    /** The body holds the fields of {@code INFO}. */
    public void redis(Exchange exchange) throws JsonProcessingException {
        Instant now = clock.instant();
        leave(exchange, null, CacheVerdicts.judge(row(exchange), past(exchange), now, Map.of()), now);
    }

    /** The body is a row with the columns {@code depth} and {@code oldest_seconds}; both may begin with {@code queue_}. */
    public void queue(Exchange exchange) throws JsonProcessingException {
        Map<String, Object> row = row(exchange);
        Number depth = number(row, "depth");
        Number oldest = number(row, "oldest_seconds");
        if (depth == null) {
            ProbeAnswers.leave(
                    exchange,
                    Answer.unknown("the query returned no number named depth; write SELECT count(*) AS depth, …"));
            return;
        }
        // of an empty queue there is no oldest
        Long age = oldest == null ? null : Math.round(oldest.doubleValue() * 1000);
        ProbeAnswers.leave(
                exchange,
                Answer.connected()
                        .with(Fact.DEPTH, depth)
                        .with(Fact.AGE, age == null && depth.doubleValue() == 0 ? Long.valueOf(0) : age)
                        .with(Fact.BODY, json.writeValueAsString(row)));
    }

    private static Number number(Map<String, Object> row, String name) {
        return row.getOrDefault(name, row.get("queue_" + name)) instanceof Number number ? number : null;
    }

    private static Map<String, Object> row(Exchange exchange) {
        Map<String, Object> row = new LinkedHashMap<>();
        Map<?, ?> body = exchange.getMessage().getBody(Map.class);
        if (body != null) {
            body.forEach((name, value) -> row.put(Shown.of(name), plain(value)));
        }
        return row;
    }

    private static Object plain(Object value) {
        if (value instanceof BigDecimal number) {
            return number.doubleValue();
        }
        return value == null || value instanceof Number ? value : Shown.of(value);
    }

    private Past past(Exchange exchange) {
        return earlier.of(exchange.getVariable("target", String.class), exchange.getVariable("probe", String.class));
    }

    private void leave(Exchange exchange, HostReport sample, List<ProbeResult> results, Instant at)
            throws JsonProcessingException {
        Map<String, Object> figures = Figures.of(results);
        if (figures.isEmpty()) {
            String why = results.isEmpty()
                    ? "it told no figure"
                    : results.get(0).verdict().reason();
            ProbeAnswers.leave(exchange, Answer.unknown(why));
            return;
        }
        earlier.keep(
                exchange.getVariable("target", String.class),
                exchange.getVariable("probe", String.class),
                sample,
                results,
                at);
        ProbeAnswers.leave(exchange, Answer.connected().with(Fact.BODY, json.writeValueAsString(figures)));
    }
}
