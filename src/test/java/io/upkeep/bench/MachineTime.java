package io.upkeep.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time of the whole machine since a moment, by {@code /proc/stat}: with programs on both sides that start
 * others, and hosts that share the machine, this is what both can be told by.
 */
final class MachineTime {

    private static final double TICKS_PER_SECOND = 100; // USER_HZ of every Linux
    private static final int IDLE = 4;
    private static final int WAITS_FOR_DISKS = 5;

    private final long start = busy();

    /** Of all processors together, in s. */
    double secondsSince() {
        return (busy() - start) / TICKS_PER_SECOND;
    }

    private static long busy() {
        try {
            String[] fields = Files.readString(Path.of("/proc/stat"))
                    .lines()
                    .findFirst()
                    .orElseThrow()
                    .split(" +", -1);
            long ticks = 0;
            for (int field = 1; field <= 8; field++) { // guest time is in user time already
                ticks += field == IDLE || field == WAITS_FOR_DISKS ? 0 : Long.parseLong(fields[field]);
            }
            return ticks;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
