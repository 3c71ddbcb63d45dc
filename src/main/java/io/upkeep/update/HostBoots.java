package io.upkeep.update;

import io.upkeep.text.Lasting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;

/**
 * How long hosts that were rebooted are waited for: {@code method: {ref: hostBoots, method: …}}. By the clock: one whose address
 * refuses connections answers in no time, one that is silent after a quarter of a minute, and both need as long to boot.
 */
@Component("hostBoots")
public class HostBoots {

    private static final String REBOOTED = "rebooted";
    private static final String AT = "at";

    private final Clock clock;

    HostBoots(Clock clock) {
        this.clock = clock;
    }

    /**
     * The beginning of the wait, for a variable.
     *
     * @param outcomes what {@code fleet:} left of {@code reboot-if-required.sh}
     */
    public Map<String, Object> begin(Map<String, Object> outcomes) {
        Map<String, Object> boot = new LinkedHashMap<>();
        boot.put(
                REBOOTED,
                new TreeMap<>(outcomes)
                        .entrySet().stream()
                                .filter(host -> host.getValue() instanceof Map<?, ?> outcome
                                        && String.valueOf(outcome.get("stdout")).contains("@@rebooting"))
                                .map(Map.Entry::getKey)
                                .collect(Collectors.joining(", ")));
        boot.put(AT, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return boot;
    }

    /**
     * That hosts are not back yet.
     *
     * @param within how long they may take, such as {@code 5m}
     * @param failure what asking them came to
     * @throws UpdateRefused when they had that time
     */
    public String notYet(Map<String, Object> boot, String within, Exception failure) {
        String at = String.valueOf(boot.get(AT));
        Duration waited = Duration.between(Instant.parse(at), clock.instant());
        String rebooted = String.valueOf(boot.get(REBOOTED));
        String what = rebooted.isEmpty()
                ? "asked for since %s".formatted(at)
                : "%s: rebooted by Upkeep at %s".formatted(rebooted, at);
        if (waited.compareTo(DurationStyle.detectAndParse(within)) >= 0) {
            throw new UpdateRefused(
                    "%s, not back after %s: %s".formatted(what, Lasting.of(waited), failure.getMessage()), failure);
        }
        return what + ", not back yet";
    }
}
