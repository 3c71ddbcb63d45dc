package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Remedy.Kind;
import java.util.stream.Stream;

/** Causes that lie on a host: not there, full, out of memory, units that are broken. */
final class HostRules implements CauseRule {

    private static final int FULL = 95;
    private static final int LITTLE_MEMORY = 5;

    @Override
    public Stream<Cause> causes(Evidence evidence) {
        return evidence.hosts().entrySet().stream()
                .filter(entry -> evidence.issue().concerns(entry.getKey()))
                .flatMap(entry -> of(evidence, entry.getKey(), entry.getValue()));
    }

    private static Stream<Cause> of(Evidence evidence, String host, HostLook look) {
        if (!look.wasSeen()) {
            return Stream.of(new Cause("host-away " + host, 95, host + " cannot be looked at", look.fault(), null));
        }
        return Stream.of(disks(host, look), memory(host, look), units(evidence, host, look))
                .flatMap(causes -> causes);
    }

    private static Stream<Cause> disks(String host, HostLook look) {
        return look.disks().entrySet().stream()
                .filter(disk -> disk.getValue() >= FULL)
                .map(disk -> new Cause(
                        "disk-full " + host + " " + disk.getKey(),
                        92,
                        "the disk %s of %s is full".formatted(disk.getKey(), host),
                        disk.getValue() + " % of it are in use",
                        Remedy.of(
                                Kind.CLEAN_LOGS,
                                host,
                                "logs",
                                "remove rotated logs and the package cache on " + host)));
    }

    private static Stream<Cause> memory(String host, HostLook look) {
        if (look.memoryFree() != null && look.memoryFree() < LITTLE_MEMORY) {
            return Stream.of(new Cause(
                    "memory " + host,
                    75,
                    host + " is out of memory",
                    "%d %% are free; the kernel ended processes for memory %d times since the boot"
                            .formatted(look.memoryFree(), look.oomKills()),
                    null));
        }
        return look.oomKills() == 0
                ? Stream.empty()
                : Stream.of(new Cause(
                        "oom " + host,
                        40,
                        "the kernel ended processes of %s for memory".formatted(host),
                        look.oomKills() + " times since the boot",
                        null));
    }

    /** Units that are services of the estate are {@link ServiceRules}' business. */
    private static Stream<Cause> units(Evidence evidence, String host, HostLook look) {
        return look.failedUnits().stream()
                .filter(unit -> evidence.issue().services().stream()
                        .noneMatch(
                                service -> service.host().equals(host) && (service.unit() + ".service").equals(unit)))
                .map(unit -> new Cause(
                        "unit " + host + " " + unit,
                        45,
                        "%s of %s failed".formatted(unit, host),
                        "systemctl --failed",
                        null));
    }
}
