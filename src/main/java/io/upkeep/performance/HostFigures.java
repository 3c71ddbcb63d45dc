package io.upkeep.performance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the report of {@code performance-report.sh}. The text is hostile: what is no figure is left out, never zero. */
final class HostFigures {

    private static final int LONGEST = 256 * 1024;
    private static final int MOST_DEVICES = 64;
    private static final int SECTOR = 512;
    private static final Pattern BOOT = Pattern.compile("[0-9a-f-]{1,64}");
    private static final Pattern UPTIME = Pattern.compile("(\\d{1,12}\\.\\d{1,6})\\s.*");
    private static final Pattern STALLED = Pattern.compile("some .*total=(\\d{1,18})");
    /** Whole disks: what lies on them, such as partitions and LVM, is counted in them. */
    private static final Pattern DISK =
            Pattern.compile("[shv]d[a-z]{1,3}|xvd[a-z]{1,3}|nvme\\d{1,3}n\\d{1,3}|mmcblk\\d{1,3}");

    private static final Pattern NET = Pattern.compile("([A-Za-z0-9_.@-]{1,32}):(.*)");

    private final Map<String, List<String>> sections;
    private final Reading reading;

    private HostFigures(Map<String, List<String>> sections, Reading reading) {
        this.sections = sections;
        this.reading = reading;
    }

    /** The reading, or empty when this is no whole report of a host that says since when it counts. */
    static Optional<Reading> parse(String text) {
        if (text == null || text.length() > LONGEST) {
            return Optional.empty();
        }
        Map<String, List<String>> sections = sections(text);
        Matcher uptime = UPTIME.matcher(first(sections, "uptime"));
        String boot = first(sections, "boot");
        if (!sections.containsKey("end")
                || !uptime.matches()
                || !BOOT.matcher(boot).matches()) {
            return Optional.empty();
        }
        HostFigures host = new HostFigures(sections, Reading.of(boot, Double.parseDouble(uptime.group(1))));
        host.steal();
        List.of("cpu", "memory", "io").forEach(host::pressure);
        sections.getOrDefault("diskstats", List.of()).stream().limit(1000).forEach(host::disk);
        sections.getOrDefault("netdev", List.of()).stream().limit(1000).forEach(host::net);
        return Optional.of(host.reading);
    }

    private static Map<String, List<String>> sections(String text) {
        Map<String, List<String>> sections = new HashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : text.lines().toList()) {
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

    private static String first(Map<String, List<String>> sections, String name) {
        return sections.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }

    /** {@code cpu user nice system idle iowait irq softirq steal …}: ticks that another guest got. */
    private void steal() {
        double[] ticks = numbers(first(sections, "stat"), "cpu");
        if (ticks.length >= 8) {
            double all = 0;
            for (int i = 0; i < 8; i++) {
                all += ticks[i];
            }
            reading.shares().put("steal", new Reading.Share(ticks[7], all));
        }
    }

    /** Microseconds in which some task waited for the resource. */
    private void pressure(String resource) {
        Matcher stalled = STALLED.matcher(first(sections, "pressure-" + resource));
        if (stalled.matches()) {
            reading.totals().put(resource + "-pressure", Double.parseDouble(stalled.group(1)) / 1e6 * 100);
        }
    }

    /** {@code major minor name reads merged sectors ms writes merged sectors ms underway busy-ms …}. */
    private void disk(String line) {
        String[] words = line.split("\\s+", -1);
        if (words.length < 13 || !DISK.matcher(words[2]).matches() || isFull()) {
            return;
        }
        double[] counts = numbers(line.substring(line.indexOf(words[2])), words[2]);
        if (counts.length >= 10) {
            reading.totals().put("disk-read:" + words[2], counts[2] * SECTOR);
            reading.totals().put("disk-write:" + words[2], counts[6] * SECTOR);
            reading.totals().put("disk-busy:" + words[2], counts[9] / 1000 * 100);
        }
    }

    /** {@code eth0: bytes packets errs drop fifo frame compressed multicast bytes …}: in, then out. */
    private void net(String line) {
        Matcher net = NET.matcher(line);
        if (!net.matches() || net.group(1).equals("lo") || isFull()) {
            return;
        }
        double[] counts = numbers("x " + net.group(2).strip(), "x");
        if (counts.length >= 16) {
            reading.totals().put("net-in:" + net.group(1), counts[0]);
            reading.totals().put("net-out:" + net.group(1), counts[8]);
        }
    }

    private boolean isFull() {
        return reading.totals().size() >= 3 * MOST_DEVICES;
    }

    /** The counts after the name; none when one of them is no count. */
    private static double[] numbers(String line, String name) {
        String[] words = line.split("\\s+", -1);
        double[] numbers = new double[words.length - 1];
        if (!words[0].equals(name)) {
            return new double[0];
        }
        for (int i = 1; i < words.length; i++) {
            if (!words[i].matches("\\d{1,18}")) {
                return new double[0];
            }
            numbers[i - 1] = Double.parseDouble(words[i]);
        }
        return numbers;
    }
}
