package io.upkeep.update;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code list-updates.sh} tells of one host. Its text is the host's, so every word of it is checked.
 *
 * @param listsAge seconds since the archive's lists were fetched; null when the host does not know
 * @param held packages that stay as they are
 * @param removed packages that would be removed
 * @param broken whether packages are half installed
 */
record HostUpdates(
        Long listsAge,
        List<Change> changes,
        List<String> held,
        List<String> removed,
        boolean broken,
        boolean rebootRequired) {

    private static final String NAME = "[a-z0-9][a-z0-9+.:-]{0,127}";
    private static final String VERSION = "[A-Za-z0-9][A-Za-z0-9.+~:-]{0,127}";
    private static final Pattern INST = Pattern.compile("Inst (" + NAME + ")(?: \\[(" + VERSION + ")\\])? \\(("
            + VERSION + ") ([^\\[\\])]{0,400})\\[\\w{1,20}\\]\\).*");
    private static final Pattern SECURITY = Pattern.compile("(?i)(-security[:/]|[:/][^ ,]*-security\\b)");
    private static final Pattern REMV = Pattern.compile("Remv (" + NAME + ") .*");

    /** Copies the lists. */
    HostUpdates {
        changes = List.copyOf(changes);
        held = List.copyOf(held);
        removed = List.copyOf(removed);
    }

    /**
     * One package.
     *
     * @param from installed now; null when it is new
     * @param security whether it comes from an origin for security
     */
    record Change(String name, String from, String to, boolean security) {

        @Override
        public String toString() {
            return "%s %s -> %s%s".formatted(name, from == null ? "(new)" : from, to, security ? " (security)" : "");
        }
    }

    /** What it would install of this scope. */
    List<Change> of(Scope scope) {
        return changes.stream()
                .filter(change -> scope == Scope.ALL || change.security())
                .toList();
    }

    /**
     * Reads a host's answer.
     *
     * @throws UpdateRefused when it was cut off, or a line of it is not what apt prints
     */
    static HostUpdates read(String host, String answer) {
        Map<String, List<String>> sections = sections(answer);
        if (!sections.containsKey("end")) {
            throw new UpdateRefused(
                    "%s did not tell all its pending updates; run list-updates.sh there".formatted(host));
        }
        List<Change> changes = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (String line : sections.getOrDefault("updates", List.of())) {
            Matcher inst = INST.matcher(line);
            Matcher remv = REMV.matcher(line);
            if (inst.matches()) {
                changes.add(new Change(
                        inst.group(1),
                        inst.group(2),
                        inst.group(3),
                        SECURITY.matcher(inst.group(4)).find()));
            } else if (remv.matches()) {
                removed.add(remv.group(1));
            } else {
                throw new UpdateRefused("%s: '%s' is not a line of apt-get -s; look there with apt-get -s dist-upgrade"
                        .formatted(host, line.replaceAll("[^ -~]", "?")));
            }
        }
        return new HostUpdates(
                age(sections).orElse(null),
                changes,
                sections.getOrDefault("held", List.of()).stream()
                        .filter(name -> name.matches(NAME))
                        .toList(),
                removed,
                !sections.getOrDefault("broken", List.of()).isEmpty(),
                !sections.getOrDefault("reboot", List.of()).isEmpty());
    }

    private static Optional<Long> age(Map<String, List<String>> sections) {
        return sections.getOrDefault("lists", List.of()).stream()
                .filter(line -> line.matches("\\d{1,12}"))
                .map(Long::valueOf)
                .findFirst();
    }

    private static Map<String, List<String>> sections(String answer) {
        Map<String, List<String>> sections = new HashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : answer.lines().toList()) {
            if (line.startsWith("@@")) {
                current = new ArrayList<>();
                sections.put(line.substring(2), current);
            } else if (!line.isBlank()) {
                current.add(line);
            }
        }
        return sections;
    }
}
