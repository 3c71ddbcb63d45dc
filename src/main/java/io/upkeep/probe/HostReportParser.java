package io.upkeep.probe;

import io.upkeep.probe.HostReport.Cpu;
import io.upkeep.probe.HostReport.Memory;
import io.upkeep.probe.HostReport.Net;
import io.upkeep.text.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the report of {@code host-report.sh}. The text is hostile: whatever it holds, a report comes back. */
final class HostReportParser {

    static final int LONGEST = 256 * 1024;
    private static final int MOST_NETS = 1000;
    private static final Pattern FIGURE = Pattern.compile("([A-Za-z_()]+):?\\s+(\\d{1,18})(\\s+kB)?");
    private static final Pattern LOAD = Pattern.compile("(\\d{1,9}\\.\\d{1,4})\\s.*");
    private static final Pattern BOOT = Pattern.compile("[0-9a-f-]{1,64}");

    private HostReportParser() {}

    static HostReport parse(String text) {
        if (text == null || text.isBlank()) {
            return HostReport.unusable("the host sent an empty report");
        }
        if (text.length() > LONGEST) {
            return HostReport.unusable("the report is longer than " + LONGEST + " characters");
        }
        if (Shown.hidesSomething(text)) {
            return HostReport.unusable("the report holds control characters: it is not the report script's");
        }
        Map<String, List<String>> sections = sections(text);
        if (!sections.containsKey("begin")) {
            return HostReport.unusable("this is no host report; it starts with '" + start(text) + "'");
        }
        if (!sections.containsKey("end")) {
            return HostReport.unusable("the report is cut off: its end mark is missing");
        }
        return new HostReport(
                null,
                one(sections, "boot").filter(id -> BOOT.matcher(id).matches()).orElse(null),
                one(sections, "stat").map(HostReportParser::cpu).orElse(null),
                one(sections, "loadavg").map(HostReportParser::load).orElse(null),
                one(sections, "cores").map(HostReportParser::cores).orElse(null),
                memory(sections.get("meminfo")),
                figure(sections.get("vmstat"), "oom_kill").stream()
                        .boxed()
                        .findFirst()
                        .orElse(null),
                DiskTable.parse(sections.get("df"), sections.get("dfi")),
                nets(sections.get("netdev")),
                HostStrainParser.pressure(sections.get("pressure")),
                HostStrainParser.failedUnits(sections.get("units")),
                ClockParser.parse(sections.get("clock")));
    }

    private static Map<String, List<String>> sections(String text) {
        Map<String, List<String>> sections = new HashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : text.split("\r?\n", -1)) {
            if (line.startsWith("@@")) {
                current = new ArrayList<>();
                // the first of a name counts: what a section's content pretends later changes nothing
                sections.putIfAbsent(line.substring(2).strip(), current);
            } else if (!line.isBlank()) {
                current.add(line.strip());
            }
        }
        return sections;
    }

    private static String start(String text) {
        return Shown.reason(text.strip().substring(0, Math.min(40, text.strip().length())));
    }

    private static Optional<String> one(Map<String, List<String>> sections, String name) {
        return Optional.ofNullable(sections.get(name))
                .filter(lines -> !lines.isEmpty())
                .map(lines -> lines.get(0));
    }

    /** {@code cpu user nice system idle iowait irq softirq steal …}; guest time is in user already. */
    private static Cpu cpu(String line) {
        String[] words = line.split("\\s+", -1);
        if (words.length < 9 || !words[0].equals("cpu")) {
            return null;
        }
        long total = 0;
        for (int i = 1; i <= 8; i++) {
            OptionalLong ticks = number(words[i]);
            if (ticks.isEmpty()) {
                return null;
            }
            total += ticks.getAsLong();
        }
        return new Cpu(total, number(words[4]).getAsLong() + number(words[5]).getAsLong());
    }

    private static Double load(String line) {
        Matcher load = LOAD.matcher(line);
        return load.matches() ? Double.valueOf(load.group(1)) : null;
    }

    private static Integer cores(String line) {
        OptionalLong cores = number(line);
        return cores.isPresent() && cores.getAsLong() > 0 && cores.getAsLong() < 100_000
                ? (int) cores.getAsLong()
                : null;
    }

    private static Memory memory(List<String> lines) {
        OptionalLong total = figure(lines, "MemTotal");
        OptionalLong available = figure(lines, "MemAvailable");
        boolean sound = total.isPresent()
                && available.isPresent()
                && total.getAsLong() > 0
                && available.getAsLong() <= total.getAsLong();
        return sound ? new Memory(total.getAsLong(), available.getAsLong()) : null;
    }

    private static OptionalLong figure(List<String> lines, String name) {
        if (lines == null) {
            return OptionalLong.empty();
        }
        return lines.stream()
                .map(FIGURE::matcher)
                .filter(line -> line.matches() && line.group(1).equals(name))
                .mapToLong(line -> Long.parseLong(line.group(2)))
                .findFirst();
    }

    private static List<Net> nets(List<String> lines) {
        if (lines == null || lines.isEmpty()) {
            return null;
        }
        return lines.stream()
                .limit(MOST_NETS)
                .map(HostReportParser::net)
                .flatMap(Optional::stream)
                .filter(net -> !net.name().equals("lo"))
                .toList();
    }

    /** {@code eth0: bytes packets errs drop fifo frame compressed multicast bytes packets errs drop …}. */
    private static Optional<Net> net(String line) {
        String[] parts = line.split(":", 2);
        String[] words = parts.length < 2 ? new String[0] : parts[1].strip().split("\\s+", -1);
        if (words.length < 12) {
            return Optional.empty();
        }
        long[] counts = new long[12];
        for (int i = 0; i < 12; i++) {
            OptionalLong count = number(words[i]);
            if (count.isEmpty()) {
                return Optional.empty();
            }
            counts[i] = count.getAsLong();
        }
        return Optional.of(new Net(
                Shown.reason(parts[0]), counts[1] + counts[9], counts[2] + counts[3] + counts[10] + counts[11]));
    }

    /** A count that leaves room for sums; anything else is no number. */
    static OptionalLong number(String word) {
        return word.matches("\\d{1,17}") ? OptionalLong.of(Long.parseLong(word)) : OptionalLong.empty();
    }
}
