package io.upkeep.performance;

import io.upkeep.text.Interrupt;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * What routes call after they asked a target how it performs: {@code method: {ref: performanceReadings, method: …}}. Each method
 * records at once and returns a sentence. What did not answer, or not with figures, leaves a gap and is named in it.
 */
@Component("performanceReadings")
public class PerformanceReadings {

    private static final String ASKED = "upkeep.performance.asked";
    private static final int LONGEST = 200;

    private final Samples samples;
    private final Clock clock;

    PerformanceReadings(Samples samples, Clock clock) {
        this.samples = samples;
        this.clock = clock;
    }

    /**
     * Records the reports of hosts.
     *
     * @param outcomes what {@code fleet:} returned, with failed hosts in it ({@code failedHosts=result})
     */
    public String hosts(Map<String, Object> outcomes) {
        int read = 0;
        List<String> gaps = new ArrayList<>();
        for (Map.Entry<String, Object> host : outcomes.entrySet()) {
            Map<?, ?> outcome = (Map<?, ?>) host.getValue();
            Optional<Reading> reading = outcome.get("failure") == null
                    ? HostFigures.parse(String.valueOf(outcome.get("stdout")))
                    : Optional.empty();
            reading.ifPresent(known -> record(host.getKey(), known));
            if (reading.isPresent()) {
                read++;
            } else {
                Object why = outcome.get("failure") == null ? "no whole report" : outcome.get("failure");
                gaps.add(host.getKey() + " (" + why + ")");
            }
        }
        return "figures of %d hosts".formatted(read) + (gaps.isEmpty() ? "" : "; a gap for " + String.join(", ", gaps));
    }

    /** Records a row of figures of a target; how names are read: {@link RowFigures}. */
    public String row(Map<String, Object> row, String target) {
        return recorded(target, RowFigures.parse(row));
    }

    /** Records Redis' {@code INFO}. */
    public String cache(Map<String, Object> info, String target) {
        return recorded(target, CacheFigures.parse(info));
    }

    /** Notes when a service is asked. */
    public void asked(Exchange exchange) {
        exchange.setProperty(ASKED, System.nanoTime());
    }

    /** Records how long a service took to answer well since {@link #asked}: how fast it fails is no latency. */
    public String latency(Exchange exchange, String target) {
        long asked = exchange.getProperty(ASKED, Long.class);
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status < 200 || status > 299) {
            exchange.getMessage().removeHeaders("*");
            return "a gap for %s: it answered with HTTP %d".formatted(target, status);
        }
        Reading reading = Reading.of("", 0);
        reading.gauges().put("latency", (System.nanoTime() - asked) / 1e6);
        exchange.getMessage().removeHeaders("*");
        return recorded(target, reading);
    }

    /** Says that a target did not answer: there is no value, which is not the same as zero. Throws where it was not waited for. */
    public String gap(Exchange exchange, String target) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Interrupt.passOn(failure);
        String why = failure == null ? "did not answer" : String.valueOf(failure.getMessage());
        exchange.getMessage().removeHeaders("*");
        return "a gap for %s: %s".formatted(target, why.substring(0, Math.min(LONGEST, why.length())));
    }

    /** The last step: takes over what health checks recorded, and brings roll-ups up to date. */
    public String rollUp() {
        int taken = samples.takeFromProbes(clock.instant());
        samples.rollUp(clock.instant());
        return "took over %d results of probes; hours and days are up to date".formatted(taken);
    }

    private String recorded(String target, Reading reading) {
        return "%d figures of %s".formatted(record(target, reading), target);
    }

    private int record(String target, Reading reading) {
        Map<String, Double> metrics =
                new HashMap<>(reading.since(samples.before(target).orElse(null)));
        samples.record(target, clock.instant(), metrics, reading);
        return metrics.size();
    }
}
