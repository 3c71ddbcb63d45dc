package io.upkeep.update;

import io.upkeep.text.Amount;
import io.upkeep.text.Interrupt;
import io.upkeep.text.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * In which waves hosts are worked on when several steps belong to each: {@code method: {ref: rolloutWaves, method: …}}.
 * A wave is the names of its hosts joined by commas, for the option {@code only} of {@code fleet:}.
 */
@Component("rolloutWaves")
public class RolloutWaves {

    /**
     * The waves in order.
     *
     * @param hosts names, in the order of their turns
     * @param canary how many go first: a number, or a share such as 10%; at least one host unless it is 0
     * @param batch how many go together afterwards, likewise; at least one
     */
    public List<String> of(Collection<String> hosts, String canary, String batch) {
        List<String> all = List.copyOf(hosts);
        List<String> waves = new ArrayList<>();
        int first = Math.min(all.size(), share("canary", canary, all.size()));
        if (first > 0) {
            waves.add(String.join(",", all.subList(0, first)));
        }
        int size = Math.max(1, share("batch", batch, all.size()));
        for (int from = first; from < all.size(); from += size) {
            waves.add(String.join(",", all.subList(from, Math.min(all.size(), from + size))));
        }
        return waves;
    }

    /** The same waves, last first: the order in which they are undone. */
    public List<String> back(Collection<String> waves) {
        List<String> back = new ArrayList<>(waves);
        Collections.reverse(back);
        return back;
    }

    /** The waves, for people. */
    public String words(List<String> waves) {
        return waves.isEmpty()
                ? "no host has its turn"
                : waves.stream()
                        .map(wave -> wave.replace(",", ", "))
                        .collect(Collectors.joining(", then ", Amount.of(waves.size(), "wave") + ": ", ""));
    }

    /**
     * What became of the hosts of a wave behind their balancers.
     *
     * @param drained {@code no}: they are back in; {@code where-possible}: those stay in without whom nobody would serve
     * @param outcomes what {@code fleet:} left of {@code drain-hosts.sh} on each balancer
     */
    public String drained(String wave, String drained, Map<String, Object> outcomes) {
        String hosts = wave.replace(",", ", ");
        List<String> changed = saying("@@drained", outcomes);
        List<String> serving = saying("@@serving", outcomes);
        if (!serving.isEmpty()) {
            return "%s: requests go on, without that an upstream of %s would have no server left"
                    .formatted(hosts, String.join(", ", serving));
        }
        if (changed.isEmpty()) {
            return "nothing to change for %s: no balancer of %s has it %s"
                    .formatted(
                            hosts,
                            String.join(", ", new TreeMap<>(outcomes).keySet()),
                            drained.equals("no") ? "taken out" : "in an upstream");
        }
        return "%s: %s, by %s"
                .formatted(
                        hosts,
                        drained.equals("no") ? "requests again" : "no requests any more",
                        String.join(", ", changed));
    }

    /**
     * Those that a run has changed and not put back yet, joined by commas; empty where there is none.
     *
     * @param outcomes what {@code fleet:} left of a script that says {@code not touched} on the others
     */
    public String touched(Map<String, Object> outcomes) {
        List<String> untouched = saying("not touched", outcomes);
        return new TreeMap<>(outcomes)
                .keySet().stream().filter(host -> !untouched.contains(host)).collect(Collectors.joining(","));
    }

    /** What is to be done with a wave on the way back, for people. */
    public String toPutBack(String wave, String touched) {
        return touched.isEmpty()
                ? "nothing was changed on " + wave.replace(",", ", ")
                : "to be put back: " + touched.replace(",", ", ");
    }

    /**
     * That the system is not well, which is no reason to end a way back.
     *
     * @throws Exception the failure itself where it is an interrupt: that says nothing of the system
     */
    public String notWell(Exception failure) throws Exception {
        Interrupt.passOn(failure);
        return "the system is not well (%s); the way back goes on".formatted(Shown.reason(failure.getMessage()));
    }

    /**
     * The same before a change, by which its way back is judged.
     *
     * @throws Exception as {@link #notWell}
     */
    public String illBefore(Exception failure) throws Exception {
        Interrupt.passOn(failure);
        return "the system is not well (%s), before anything is changed".formatted(Shown.reason(failure.getMessage()));
    }

    /**
     * The same at the end of a way back, of a system that was not well before the change either.
     *
     * @throws Exception as {@link #notWell}
     */
    public String illAsBefore(Exception failure) throws Exception {
        Interrupt.passOn(failure);
        return "everything is put back; the system is not well (%s), nor was it before the change: see upkeep targets"
                .formatted(Shown.reason(failure.getMessage()));
    }

    /**
     * Which hosts have rebooted and are back.
     *
     * @param outcomes what {@code fleet:} left of {@code await-boot.sh}
     */
    public String booted(Map<String, Object> outcomes) {
        List<String> rebooted = saying("@@rebooted", outcomes);
        String others = new TreeMap<>(outcomes)
                .keySet().stream().filter(host -> !rebooted.contains(host)).collect(Collectors.joining(", "));
        String required = others.isEmpty() ? "" : "no reboot was required: " + others;
        return rebooted.isEmpty()
                ? required
                : "rebooted and up: " + String.join(", ", rebooted) + (others.isEmpty() ? "" : "; " + required);
    }

    private static List<String> saying(String mark, Map<String, Object> outcomes) {
        return new TreeMap<>(outcomes)
                .entrySet().stream()
                        .filter(host -> host.getValue() instanceof Map<?, ?> outcome
                                && String.valueOf(outcome.get("stdout")).contains(mark))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private static int share(String option, String text, int hosts) {
        if (!text.matches("\\d{1,6}%?") || (text.endsWith("%") && text.length() > 4)) {
            throw new IllegalArgumentException(
                    "%s '%s' is not a number of hosts or a share of them; write 1 or 25%%".formatted(option, text));
        }
        int amount = Integer.parseInt(text.replace("%", ""));
        if (!text.endsWith("%")) {
            return amount;
        }
        return amount == 0 ? 0 : Math.max(1, hosts * amount / 100);
    }
}
