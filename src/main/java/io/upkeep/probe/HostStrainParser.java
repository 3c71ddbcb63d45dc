package io.upkeep.probe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the parts of a host report that not every host has: pressure and failed units. */
final class HostStrainParser {

    private static final int MOST_UNITS = 20;
    private static final Pattern PRESSURE =
            Pattern.compile("\\S*?(cpu|memory|io):some avg10=\\d+\\.\\d+ avg60=(\\d{1,3}\\.\\d{1,4}) .*");
    private static final Pattern UNIT =
            Pattern.compile("(?:\\S )?([A-Za-z0-9@:._\\\\-]{1,200})\\s+\\S+\\s+failed\\b.*");

    private HostStrainParser() {}

    /** Lines of {@code grep -H some /proc/pressure/*}. */
    static Map<String, Double> pressure(List<String> lines) {
        Map<String, Double> found = new TreeMap<>();
        for (String line : lines == null ? List.<String>of() : lines) {
            Matcher some = PRESSURE.matcher(line);
            if (some.matches()) {
                found.putIfAbsent(some.group(1), Double.valueOf(some.group(2)));
            }
        }
        return found;
    }

    /** Lines of {@code systemctl list-units --failed}; the first line says that systemd answered. */
    static List<String> failedUnits(List<String> lines) {
        if (lines == null || lines.isEmpty()) {
            return null;
        }
        return lines.stream()
                .map(UNIT::matcher)
                .filter(Matcher::matches)
                .map(unit -> unit.group(1))
                .limit(MOST_UNITS)
                .toList();
    }
}
