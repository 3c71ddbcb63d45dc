package io.upkeep.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.probe.condition.Answer;
import io.upkeep.probe.condition.Fact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * What the routes of declared probes call when the target has answered: leaves the {@link Answer} in the exchange variable
 * {@code answer}. Of what was said only a bounded part is kept.
 */
@Component("probeAnswers")
public class ProbeAnswers {

    /** The exchange variable. */
    public static final String VARIABLE = "answer";

    /** The exchange property that holds when it was asked, by {@link System#nanoTime()}. */
    public static final String ASKED = "upkeep.probe.asked";

    private final ObjectMapper json;
    private final Heartbeats heartbeats;
    private final Clock clock;

    ProbeAnswers(ObjectMapper json, Heartbeats heartbeats, Clock clock) {
        this.json = json;
        this.heartbeats = heartbeats;
        this.clock = clock;
    }

    /** The message is an HTTP answer whose body was not read yet. */
    public void http(Exchange exchange) throws IOException {
        Object status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE);
        String body = text(exchange.getMessage().getBody());
        Long expires = exchange.getMessage().getHeader(ServerCertificates.EXPIRES, Long.class);
        Answer answer = Answer.connected().with(Fact.STATUS, status).with(Fact.BODY, body);
        leave(exchange, expires == null ? answer : answer.with(Fact.CERTIFICATE_EXPIRATION, expires - clock.millis()));
    }

    private static String text(Object body) throws IOException {
        if (body instanceof InputStream stream) {
            return new String(stream.readNBytes(Answer.LONGEST_BODY), StandardCharsets.UTF_8);
        }
        return body == null ? "" : body.toString();
    }

    /** The target was connected to. */
    public void connected(Exchange exchange) {
        leave(exchange, Answer.connected());
    }

    /** The body is a map with {@code rcode} and {@code records}. */
    public void names(Exchange exchange) throws JsonProcessingException {
        Map<?, ?> body = exchange.getMessage().getBody(Map.class);
        leave(
                exchange,
                Answer.connected()
                        .with(Fact.DNS_RCODE, body.get("rcode"))
                        .with(Fact.BODY, json.writeValueAsString(body.get("records"))));
    }

    /** The body is a row, or a single value. */
    public void value(Exchange exchange) throws JsonProcessingException {
        Object body = exchange.getMessage().getBody();
        String text = body instanceof Map<?, ?> row ? json.writeValueAsString(row) : String.valueOf(body);
        leave(exchange, Answer.connected().with(Fact.BODY, text));
    }

    /** The body is what {@code fleet:} returned of one host, also when it failed ({@code failedHosts=result}). */
    public void script(Exchange exchange) {
        Map<?, ?> hosts = exchange.getMessage().getBody(Map.class);
        Map<?, ?> outcome = (Map<?, ?>) hosts.values().iterator().next();
        boolean ran = outcome.get("failure") == null || "EXIT".equals(outcome.get("failure"));
        leave(
                exchange,
                ran
                        ? Answer.connected()
                                .with(Fact.EXIT, outcome.get("exit"))
                                .with(
                                        Fact.BODY,
                                        String.valueOf(outcome.get("stdout")).strip())
                        : Answer.failed(outcome.get("what") + "; " + outcome.get("next")));
    }

    /** The body is a map with {@code lag}, {@code largest}, {@code members}, {@code state} and, where it is known, {@code age}. */
    public void lag(Exchange exchange) {
        Map<?, ?> body = exchange.getMessage().getBody(Map.class);
        leave(
                exchange,
                Answer.connected()
                        .with(Fact.LAG, body.get("lag"))
                        .with(Fact.LARGEST_LAG, body.get("largest"))
                        .with(Fact.AGE, body.get("age"))
                        .with(Fact.MEMBERS, body.get("members"))
                        .with(Fact.GROUP_STATE, body.get("state")));
    }

    /** How long ago the job reported; one that never did counts from when the probe was asked first. */
    public void heartbeat(Exchange exchange) {
        String target = exchange.getVariable("target", String.class);
        String probe = exchange.getVariable("probe", String.class);
        Instant now = clock.instant();
        Instant last = heartbeats.lastOrNow(target, probe);
        exchange.setVariable(
                VARIABLE,
                Answer.connected().with(Fact.AGE, Duration.between(last, now).toMillis()));
    }

    static void leave(Exchange exchange, Answer answer) {
        Long asked = exchange.getProperty(ASKED, Long.class);
        long millis = asked == null ? 0 : (System.nanoTime() - asked) / 1_000_000;
        exchange.setVariable(VARIABLE, answer.with(Fact.RESPONSE_TIME, millis));
    }
}
