package io.upkeep.bench;

import io.upkeep.fleet.FleetComponent;
import io.upkeep.fleet.FleetLogs;
import io.upkeep.fleet.SshSettings;
import io.upkeep.sandbox.Part;
import io.upkeep.sandbox.Sandbox;
import io.upkeep.sandbox.SshHost;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long one small script takes on many sandbox hosts, with new connections and with kept ones, beside a bare
 * MINA client and the commands that operators use, in the same run. No test: {@code bench/README.md} says how to run it.
 */
@Tag("bench")
class FleetBench {

    private static final String SCRIPT = "cat \"$ROOT/app/config/VERSION\"";
    private static final int PARALLEL = 50;
    private static final int WARM_UP = 1;
    private static final int COLD_ROUNDS = Integer.getInteger("rounds", 3);
    private static final int WARM_ROUNDS = Integer.getInteger("rounds", 5);
    private static final String HOSTS = System.getProperty("hosts", "50,200,1000");
    /** It takes a tenth of a second and more for each host, and nothing new is learned of it with more hosts. */
    private static final int MOST_WITH_ANSIBLE = 200;

    @TempDir
    Path directory;

    /** One side of the comparison: what one round of it took. */
    private static final class Side {

        private final Samples seconds = new Samples();
        private final Samples processors = new Samples();

        void add(boolean counts, Round measured) throws Exception {
            MachineTime machine = new MachineTime();
            long started = System.nanoTime();
            measured.run();
            if (counts) {
                seconds.add(Samples.secondsSince(started));
                processors.add(machine.secondsSince());
            }
        }

        @Override
        public String toString() {
            return "%.2f (%.1f)".formatted(seconds.median(), processors.median());
        }
    }

    /** All that are compared; those that are not installed are left out. */
    private static final class Sides {

        private final Side fleet = new Side();
        private final Side bare = new Side();
        private final Side ssh = new Side();
        private final Side ansible = new Side();
        private final boolean isSsh;
        private final boolean isAnsible;

        Sides(boolean isSsh, boolean isAnsible) {
            this.isSsh = isSsh;
            this.isAnsible = isAnsible;
        }

        /** One round of each, so that a busy moment of the machine hits all. */
        void round(boolean counts, DefaultCamelContext camel, Round withBare, Round withSsh, SshCommands commands)
                throws Exception {
            fleet.add(counts, () -> send(camel));
            bare.add(counts, withBare);
            if (isSsh) {
                ssh.add(counts, withSsh);
            }
            if (isAnsible) {
                ansible.add(counts, () -> commands.ansible(SCRIPT));
            }
        }

        @Override
        public String toString() {
            return "fleet=%s bare=%s ssh=%s ansible=%s"
                    .formatted(fleet, bare, isSsh ? ssh : "-", isAnsible ? ansible : "-");
        }
    }

    @FunctionalInterface
    private interface Round {
        void run() throws Exception;
    }

    @Test
    void one_small_script_on_50_and_200_and_1000_hosts() throws Exception {
        boolean isSsh = SshCommands.isInstalled("ssh");
        boolean isAnsible = isSsh && SshCommands.isInstalled("ansible");
        try (Sandbox sandbox = Sandbox.start(directory, EnumSet.of(Part.HOSTS))) {
            List<Integer> counts =
                    Stream.of(HOSTS.split(",")).map(Integer::valueOf).toList();
            List<Target> hosts = sandbox.hosts().addHosts("many", Collections.max(counts)).stream()
                    .map(FleetBench::target)
                    .toList();
            for (int count : counts) {
                measure(sandbox, hosts.subList(0, count), isSsh, isAnsible && count <= MOST_WITH_ANSIBLE);
            }
        }
    }

    private static Target target(SshHost host) {
        return new Target(host.name(), TargetKind.HOST, Set.of("many"), URI.create(host.address()), "", "");
    }

    private void measure(Sandbox sandbox, List<Target> hosts, boolean isSsh, boolean isAnsible) throws Exception {
        Sides cold = new Sides(isSsh, isAnsible);
        for (int round = -WARM_UP; round < COLD_ROUNDS; round++) {
            try (DefaultCamelContext camel = fleet(sandbox, hosts);
                    BareClient bare = new BareClient(sandbox.hosts().privateKey(), PARALLEL);
                    SshCommands commands = commands(sandbox, hosts)) {
                cold.round(round >= 0, camel, () -> bare.run(hosts, SCRIPT), () -> commands.cold(SCRIPT), commands);
            }
        }
        Sides warm = new Sides(isSsh, isAnsible);
        try (DefaultCamelContext camel = fleet(sandbox, hosts);
                BareClient bare = new BareClient(sandbox.hosts().privateKey(), PARALLEL);
                SshCommands commands = commands(sandbox, hosts)) {
            for (int round = -WARM_UP; round < WARM_ROUNDS; round++) {
                warm.round(round >= 0, camel, () -> bare.run(hosts, SCRIPT), () -> commands.warm(SCRIPT), commands);
            }
        }
        System.out.printf(
                "BENCH fleet hosts=%d parallel=%d median s (processors of all sides and hosts): new connections %s; kept %s; %s%n",
                hosts.size(), PARALLEL, cold, warm, Samples.load());
    }

    private SshCommands commands(Sandbox sandbox, List<Target> hosts) throws Exception {
        return new SshCommands(
                directory.resolve("ssh"),
                sandbox.hosts().privateKey(),
                sandbox.hosts().knownHosts(),
                hosts,
                PARALLEL);
    }

    private static DefaultCamelContext fleet(Sandbox sandbox, List<Target> hosts) throws Exception {
        SshSettings settings = new SshSettings(
                sandbox.hosts().knownHosts(), sandbox.hosts().privateKey(), null, null, null, null, null, null, null);
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.addComponent(
                "fleet", new FleetComponent(new Inventory(hosts), settings, sandbox.directory(), FleetLogs.NONE));
        camel.start();
        return camel;
    }

    private static void send(DefaultCamelContext camel) throws Exception {
        Exchange exchange = camel.createFluentProducerTemplate()
                .to("fleet:all?timeout=120s&parallel=" + PARALLEL)
                .withBody(SCRIPT)
                .send();
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }
}
