package io.upkeep.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code facts.sh} says of hosts, kept for each run: a host is asked once, however many steps want to know. */
final class HostFacts {

    static final String SCRIPT = script();

    private static final int HOSTS_REMEMBERED = 10_000;
    private static final int LONGEST = 200;

    private record Key(String run, String host) {}

    private final Map<Key, Map<String, Object>> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Map<String, Object>> eldest) {
            return size() > HOSTS_REMEMBERED;
        }
    };

    /** What the run knows of a host; outside of runs nothing is known. */
    synchronized Optional<Map<String, Object>> of(StepToken token, String host) {
        return token == null ? Optional.empty() : Optional.ofNullable(known.get(new Key(token.run(), host)));
    }

    synchronized void keep(StepToken token, String host, Map<String, Object> facts) {
        if (token != null) {
            known.put(new Key(token.run(), host), facts);
        }
    }

    /** Reads a host's answer; empty when it is cut off, or no such answer. Its text is the host's: hostile. */
    static Optional<Map<String, Object>> read(String answer) {
        Map<String, String> said = answer.lines()
                .filter(line -> line.indexOf('=') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> Printable.of(line.substring(line.indexOf('=') + 1), LONGEST),
                        (first, second) -> first));
        if (!said.containsKey("end")) {
            return Optional.empty();
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        for (String name : new String[] {"os", "osVersion", "kernel", "architecture", "bootId"}) {
            facts.put(name, said.get(name));
        }
        facts.put("cpus", number(said.get("cpus")));
        facts.put("memoryBytes", number(said.get("memoryBytes")));
        for (String name : new String[] {"apt", "systemd", "rebootRequired"}) {
            facts.put(name, said.containsKey(name) ? Boolean.valueOf(said.get(name)) : null);
        }
        return Optional.of(facts);
    }

    private static Long number(String text) {
        return text == null || !text.matches("[1-9]\\d{0,17}") ? null : Long.valueOf(text);
    }

    private static String script() {
        try (InputStream in = HostFacts.class.getResourceAsStream("facts.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("facts.sh is missing from Upkeep's own jar", unreadable);
        }
    }
}
