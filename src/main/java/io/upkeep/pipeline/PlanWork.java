package io.upkeep.pipeline;

import io.upkeep.run.Phase;
import io.upkeep.run.StepKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/** A plan's walk through a route: executes the steps that change nothing, passes by the others, records nothing. */
final class PlanWork implements StepWork {

    private static final int LONGEST = 8_000;

    private final Set<String> readOnly;
    private final Secrets secrets;
    private final Map<String, String> outcomes = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    PlanWork(Set<String> readOnly, Secrets secrets) {
        this.readOnly = readOnly;
        this.secrets = secrets;
    }

    /** What came of the steps that were executed: {@code ok}, or the failure; by path. */
    Map<String, String> outcomes() {
        return outcomes;
    }

    /** What they left in the body, when that is text; by path. */
    Map<String, String> texts() {
        return texts;
    }

    @Override
    public Phase phase() {
        return Phase.RUN;
    }

    /** A step inside one that changes nothing changes nothing either. */
    @Override
    public boolean begin(StepKey key, Exchange exchange) {
        for (String part : key.path().split("/", -1)) {
            if (readOnly.contains(part)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void enter(StepKey key, Exchange exchange) {}

    @Override
    public Optional<Duration> end(StepKey key, Exchange exchange, boolean anotherFollows) {
        exchange.getMessage().removeHeaders("*");
        outcomes.put(
                key.toString(), exchange.getException() == null ? "ok" : secrets.hide(Failures.describe(exchange)));
        if (exchange.getException() == null
                && exchange.getMessage().getBody() instanceof String text
                && !text.isBlank()) {
            String shown = secrets.hide(text);
            texts.put(key.toString(), shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…");
        }
        return Optional.empty();
    }

    @Override
    public boolean againAfter(StepKey key, Duration pause) {
        return false;
    }
}
