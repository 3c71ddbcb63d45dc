package io.upkeep.probe;

import java.util.List;
import java.util.Map;

/**
 * What {@code host-report.sh} told of a host. A part that was missing or unreadable is null, never zero.
 *
 * @param problem why the report as a whole cannot be used, or null
 * @param bootId changes with each start of the host, and with it all counters begin anew
 * @param cpu counters since boot
 * @param load processes that ran or waited, averaged over one minute
 * @param cores number of processors
 * @param memory in kB
 * @param oomKills processes the kernel killed for want of memory, since boot
 * @param mounts local file systems on real devices
 * @param nets network interfaces but the loopback, counters since boot
 * @param pressure by resource (cpu, memory, io) the share of the last minute in which work waited for it, in percent
 * @param failedUnits services that systemd gave up; null where there is no systemd
 * @param clock what keeps the host's clock tells of it; null when the report was not asked for it
 */
record HostReport(
        String problem,
        String bootId,
        Cpu cpu,
        Double load,
        Integer cores,
        Memory memory,
        Long oomKills,
        List<Mount> mounts,
        List<Net> nets,
        Map<String, Double> pressure,
        List<String> failedUnits,
        Clock clock) {

    /** Ticks: all, and those in which nothing was to be done. */
    record Cpu(long total, long idle) {}

    record Memory(long total, long available) {}

    /** Percent used, of what an unprivileged user can have; inodes null where the file system has none. */
    record Mount(String path, Double used, Double inodes) {}

    /** Packets both ways, and those that were lost or damaged. */
    record Net(String name, long packets, long faults) {}

    /**
     * What is known of the clock; both are null when nothing that keeps clocks answered.
     *
     * @param offset milliseconds
     * @param synchronised whether it follows another clock at all
     */
    record Clock(Double offset, Boolean synchronised) {}

    static HostReport unusable(String problem) {
        return new HostReport(problem, null, null, null, null, null, null, null, null, null, null, null);
    }
}
