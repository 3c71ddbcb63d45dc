package io.upkeep.performance;

import java.util.List;

/**
 * What a metric's name means.
 *
 * @param unit of its values; empty for a count
 * @param resource the resource it tells of, such as {@code cpu} or {@code disk /}
 * @param role what it tells of it
 */
record Metric(String unit, String resource, Role role) {

    /** By the USE method: utilisation, saturation, errors; and what is none of these. */
    enum Role {
        /** How much of what there is, is used; in percent of its capacity. */
        UTILISATION,
        /** Room that is filled up, in percent; it does not empty by itself. */
        SPACE,
        /** How much work has to wait for it. */
        SATURATION,
        /** What went wrong with it. */
        ERRORS,
        /** Only a level: there is no capacity known. */
        LEVEL
    }

    private record Known(String name, String unit, String resource, Role role) {}

    private static final List<Known> KNOWN = List.of(
            new Known("cpu", "%", "cpu", Role.UTILISATION),
            new Known("load", "per core", "cpu", Role.SATURATION),
            new Known("steal", "%", "cpu", Role.SATURATION),
            new Known("cpu-pressure", "%", "cpu", Role.SATURATION),
            new Known("memory", "%", "memory", Role.UTILISATION),
            new Known("memory-pressure", "%", "memory", Role.SATURATION),
            new Known("evictions", "/s", "memory", Role.ERRORS),
            new Known("disk-busy:", "%", "disk", Role.UTILISATION),
            new Known("io-pressure", "%", "disk", Role.SATURATION),
            new Known("disk-read:", "bytes/s", "disk", Role.LEVEL),
            new Known("disk-write:", "bytes/s", "disk", Role.LEVEL),
            new Known("disk:", "%", "disk", Role.SPACE),
            new Known("inodes:", "%", "inodes", Role.SPACE),
            new Known("network", "%", "network", Role.ERRORS),
            new Known("net-in:", "bytes/s", "network", Role.LEVEL),
            new Known("net-out:", "bytes/s", "network", Role.LEVEL),
            new Known("connections-percent", "%", "connections", Role.UTILISATION),
            new Known("deadlocks", "/s", "locks", Role.ERRORS),
            new Known("cache-hit", "%", "cache", Role.LEVEL),
            new Known("latency", "ms", "answers", Role.LEVEL),
            new Known("commits", "/s", "transactions", Role.LEVEL),
            new Known("commands", "/s", "commands", Role.LEVEL));

    static Metric of(String name) {
        for (Known known : KNOWN) {
            if (known.name().endsWith(":") && name.startsWith(known.name())) {
                String part = name.substring(known.name().length());
                return new Metric(known.unit(), known.resource() + " " + part, known.role());
            }
            if (known.name().equals(name)) {
                return new Metric(known.unit(), known.resource(), known.role());
            }
        }
        return new Metric(unit(name), name, name.endsWith("-percent") ? Role.UTILISATION : Role.LEVEL);
    }

    private static String unit(String name) {
        if (name.endsWith("-bytes")) {
            return "bytes";
        }
        if (name.endsWith("-percent")) {
            return "%";
        }
        return name.endsWith("-seconds") ? "s" : "";
    }
}
