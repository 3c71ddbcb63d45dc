package io.upkeep.probe;

import io.upkeep.probe.HostReport.Mount;
import io.upkeep.text.Shown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code df -P -B1 -l} and {@code df -P -i}. Headers may be in any language: only the rows' shape counts. */
final class DiskTable {

    private static final int MOST = 200;
    private static final Pattern ROW =
            Pattern.compile("(\\S.*?)\\s+(\\d+|-)\\s+(\\d+|-)\\s+(-?\\d+|-)\\s+(\\d+%|-)\\s+(/.*)");
    /** File systems in memory have their own limits, and images that are mounted read only are always full. */
    private static final Set<String> NO_DEVICE =
            Set.of("tmpfs", "devtmpfs", "udev", "none", "shm", "overlay", "squashfs", "efivarfs", "ramfs");

    private DiskTable() {}

    /** The mounts, or null when there is no readable row at all. */
    static List<Mount> parse(List<String> bytes, List<String> inodes) {
        Map<String, Double> used = percents(bytes);
        Map<String, Double> inodesUsed = percents(inodes);
        if (used.isEmpty()) {
            return null;
        }
        return used.entrySet().stream()
                .map(row -> new Mount(row.getKey(), row.getValue(), inodesUsed.get(row.getKey())))
                .toList();
    }

    private static Map<String, Double> percents(List<String> lines) {
        Map<String, Double> percents = new LinkedHashMap<>();
        for (String line : lines == null ? List.<String>of() : lines) {
            Matcher row = ROW.matcher(line);
            if (percents.size() < MOST && row.matches() && isDevice(row.group(1), row.group(6))) {
                OptionalLong used = HostReportParser.number(row.group(3));
                // df tells of less than nothing free when root used its reserve
                OptionalLong free = HostReportParser.number(row.group(4).replaceFirst("^-\\d+", "0"));
                if (used.isPresent() && free.isPresent() && used.getAsLong() + free.getAsLong() > 0) {
                    percents.put(
                            Shown.of(row.group(6)), 100.0 * used.getAsLong() / (used.getAsLong() + free.getAsLong()));
                }
            }
        }
        return percents;
    }

    /** Layers of containers are on a device that is listed itself, but the root of one that is a host may be all it has. */
    private static boolean isDevice(String source, String path) {
        boolean isRoot = source.equals("overlay") && path.equals("/");
        return isRoot || (!NO_DEVICE.contains(source) && !source.startsWith("/dev/loop"));
    }
}
