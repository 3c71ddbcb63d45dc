package io.upkeep.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code look-at-host.sh} saw on a host.
 *
 * @param fault why it could not be looked at; empty when it could
 * @param disks per mount the share in use, of bytes or inodes, whichever is higher, in percent
 * @param memoryFree what is available, in percent; null when unknown
 * @param oomKills since it was booted
 * @param failedUnits as the service manager lists them
 * @param units per unit that was asked for its state
 * @param journal per unit its last lines
 * @param brokenPackages what the package manager says of packages that are not whole
 * @param packageLocks processes that hold a lock of the package manager, {@code unattended-upgr (4711)}
 */
record HostLook(
        String fault,
        Map<String, Integer> disks,
        Integer memoryFree,
        long oomKills,
        List<String> failedUnits,
        Map<String, String> units,
        Map<String, List<String>> journal,
        List<String> brokenPackages,
        List<String> packageLocks) {

    private static final int LINES = 20;
    private static final int WIDTH = 300;
    private static final int MOST = 50;
    private static final String UNIT = "[A-Za-z0-9][A-Za-z0-9@._:-]{0,99}";

    /** One that was written down before locks were looked at has none. */
    HostLook {
        packageLocks = packageLocks == null ? List.of() : packageLocks;
    }

    /** A host that could not be looked at. */
    static HostLook unseen(String fault) {
        return new HostLook(
                Bounded.line(fault, WIDTH), Map.of(), null, 0, List.of(), Map.of(), Map.of(), List.of(), List.of());
    }

    /** Reads what the script printed; an answer that was cut off counts as none. */
    static HostLook read(String printed) {
        Map<String, List<String>> sections = sections(printed);
        if (!sections.containsKey("end")) {
            return unseen("its answer was cut off");
        }
        Map<String, Integer> disks = new LinkedHashMap<>();
        full(sections, "disks", disks);
        full(sections, "inodes", disks);
        Map<String, String> units = new LinkedHashMap<>();
        Map<String, List<String>> journal = new LinkedHashMap<>();
        sections.forEach((name, lines) -> {
            if (name.matches("unit " + UNIT)) {
                units.put(name.substring(5), lines.isEmpty() ? "unknown" : Bounded.line(lines.get(0), 40));
            } else if (name.matches("journal " + UNIT)) {
                journal.put(name.substring(8), tail(lines));
            }
        });
        return new HostLook(
                "",
                disks,
                memory(sections.getOrDefault("memory", List.of())),
                number(sections.getOrDefault("oom", List.of()), "oom_kill"),
                firstWords(sections.getOrDefault("failed", List.of())),
                units,
                journal,
                tail(sections.getOrDefault("broken", List.of())),
                holders(sections.getOrDefault("package-locks", List.of())));
    }

    private static List<String> tail(List<String> lines) {
        return Bounded.lines(String.join("\n", lines), LINES, WIDTH);
    }

    boolean wasSeen() {
        return fault.isEmpty();
    }

    private static void full(Map<String, List<String>> sections, String name, Map<String, Integer> disks) {
        for (String line : sections.getOrDefault(name, List.of())) {
            // filesystem, size, used, available, share, mount
            String[] words = line.split(" +", 6);
            if (words.length == 6 && words[4].matches("\\d{1,3}%") && disks.size() < MOST) {
                int used = Integer.parseInt(words[4].substring(0, words[4].length() - 1));
                disks.merge(Bounded.line(words[5], 100), used, Math::max);
            }
        }
    }

    private static Integer memory(List<String> lines) {
        long total = number(lines, "MemTotal:");
        return total == 0 ? null : (int) (100 * number(lines, "MemAvailable:") / total);
    }

    private static long number(List<String> lines, String name) {
        return lines.stream()
                .map(line -> line.split(" +", 3))
                .filter(words -> words.length > 1 && words[0].equals(name) && words[1].matches("\\d{1,18}"))
                .mapToLong(words -> Long.parseLong(words[1]))
                .findFirst()
                .orElse(0);
    }

    private static List<String> firstWords(List<String> lines) {
        return lines.stream()
                .map(line -> line.strip().split(" +", 2)[0])
                .filter(word -> word.matches(UNIT))
                .limit(MOST)
                .toList();
    }

    private static List<String> holders(List<String> lines) {
        return lines.stream()
                .map(line -> line.split(" +", 2))
                .filter(words -> words[0].matches("\\d{1,10}"))
                .map(words -> words.length < 2 || words[1].isBlank()
                        ? "process " + words[0]
                        : "%s (%s)".formatted(Bounded.line(words[1], 40), words[0]))
                .limit(MOST)
                .toList();
    }

    private static Map<String, List<String>> sections(String printed) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : printed.lines().toList()) {
            if (line.startsWith("@@")) {
                current = new ArrayList<>();
                sections.putIfAbsent(line.substring(2).strip(), current);
            } else {
                // what a host says is indented by the script, so that no line of it can begin a section
                current.add(line.strip());
            }
        }
        return sections;
    }
}
