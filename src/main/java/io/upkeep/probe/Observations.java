package io.upkeep.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.text.Interrupt;
import io.upkeep.text.Shown;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * What routes call after they asked a target: adds what was seen to the exchange variable {@code observations}, and
 * clears the body, so that the journal keeps what is judged and not what was said. Never throws because of an answer; an interrupt is none.
 */
@Component("observations")
public class Observations {

    /** The exchange variable. */
    public static final String VARIABLE = "observations";

    private static final int LONGEST_BODY = 4096;
    /** Faults of the way to a host or of the host itself; any other means only that nothing is known. */
    static final Set<String> DOWN = Set.of("UNREACHABLE", "TIMEOUT", "CONNECTION_LOST", "HOST_KEY_CHANGED");

    private final ObjectMapper json;
    private final Clock clock;

    Observations(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** The body is what {@code fleet:} returned, with failed hosts in it ({@code failedHosts=result}). */
    public void hosts(Exchange exchange) {
        Map<?, ?> hosts = exchange.getMessage().getBody(Map.class);
        List<Observation> seen = new ArrayList<>();
        hosts.forEach((host, outcome) -> seen.add(host(String.valueOf(host), (Map<?, ?>) outcome)));
        add(exchange, seen);
    }

    private Observation host(String host, Map<?, ?> outcome) {
        Object failure = outcome.get("failure");
        if (failure != null) {
            boolean down = DOWN.contains(String.valueOf(failure));
            String what = outcome.get("what") + "; " + outcome.get("next");
            return Observation.failed(host, Check.HOST, "", clock.instant(), what, down);
        }
        HostReport report = HostReportParser.parse(String.valueOf(outcome.get("stdout")));
        return Observation.answered(host, Check.HOST, "", clock.instant(), fields(report));
    }

    /** The message is an HTTP answer of the target. */
    public void http(Exchange exchange, String target) {
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        String body = exchange.getMessage().getBody(String.class);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", status);
        answer.put("body", body == null ? "" : body.substring(0, Math.min(LONGEST_BODY, body.length())));
        add(exchange, List.of(Observation.answered(target, Check.HTTP, "", clock.instant(), answer)));
    }

    /** The body is one row of figures, or a cache's properties. */
    public void answered(Exchange exchange, String check, String target, String name) {
        Map<String, Object> answer = new LinkedHashMap<>();
        Map<?, ?> body = exchange.getMessage().getBody(Map.class);
        if (body != null) {
            body.forEach((key, value) -> answer.put(Shown.of(key), plain(value)));
        }
        if (Check.parse(check) == Check.CACHE) {
            answer.keySet().retainAll(CacheVerdicts.FIELDS);
        }
        add(exchange, List.of(Observation.answered(target, Check.parse(check), name, clock.instant(), answer)));
    }

    /** The target did not answer, and that is its fault; the exception is the one that was caught. */
    public void down(Exchange exchange, String check, String target, String name) throws Exception {
        failed(exchange, check, target, name, true);
    }

    /** It could not be found out how the target is; the exception is the one that was caught. */
    public void unknown(Exchange exchange, String check, String target, String name) throws Exception {
        failed(exchange, check, target, name, false);
    }

    private void failed(Exchange exchange, String check, String target, String name, boolean down) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Interrupt.passOn(failure);
        String text = failure == null ? "failed without saying why" : RootCause.sentence(failure);
        add(exchange, List.of(Observation.failed(target, Check.parse(check), name, clock.instant(), text, down)));
    }

    private void add(Exchange exchange, List<Observation> seen) {
        List<Object> all = new ArrayList<>();
        List<?> before = exchange.getVariable(VARIABLE, List.class);
        if (before != null) {
            all.addAll(before);
        }
        seen.forEach(observation -> all.add(fields(observation)));
        exchange.setVariable(VARIABLE, all);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
    }

    private Map<String, Object> fields(Object value) {
        return json.convertValue(
                value, json.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class));
    }

    private static Object plain(Object value) {
        if (value instanceof BigDecimal number) {
            return number.doubleValue();
        }
        return value == null || value instanceof Number ? value : Shown.of(value);
    }
}
