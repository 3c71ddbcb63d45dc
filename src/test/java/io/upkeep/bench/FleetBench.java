package io.upkeep.bench;

import io.upkeep.fleet.FleetComponent;
import io.upkeep.fleet.FleetLog;
import io.upkeep.fleet.SshSettings;
import io.upkeep.sandbox.Part;
import io.upkeep.sandbox.Sandbox;
import io.upkeep.sandbox.SshHost;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long one small script takes on many sandbox hosts, with new connections and with kept ones, beside a bare
 * MINA client in the same run. No test: {@code bench/README.md} says how to run it.
 */
@Tag("bench")
class FleetBench {

    private static final String SCRIPT = "cat \"$ROOT/app/config/VERSION\"";
    private static final int PARALLEL = 50;
    private static final int WARM_UP = 1;
    private static final int COLD_ROUNDS = 3;
    private static final int WARM_ROUNDS = 5;

    @TempDir
    Path directory;

    @FunctionalInterface
    private interface Round {
        void run() throws Exception;
    }

    @Test
    void one_small_script_on_50_and_200_hosts() throws Exception {
        try (Sandbox sandbox = Sandbox.start(directory, EnumSet.of(Part.HOSTS))) {
            List<Target> hosts = sandbox.hosts().addHosts("many", 200).stream()
                    .map(FleetBench::target)
                    .toList();
            for (int count : new int[] {50, 200}) {
                measure(sandbox, hosts.subList(0, count));
            }
        }
    }

    private static Target target(SshHost host) {
        return new Target(host.name(), TargetKind.HOST, Set.of("many"), URI.create(host.address()), "", "");
    }

    private static void measure(Sandbox sandbox, List<Target> hosts) throws Exception {
        List<Long> fleetCold = new ArrayList<>();
        List<Long> bareCold = new ArrayList<>();
        // interleaved, so that a busy moment of the machine hits both
        for (int round = -WARM_UP; round < COLD_ROUNDS; round++) {
            try (DefaultCamelContext camel = fleet(sandbox, hosts);
                    BareClient bare = new BareClient(sandbox.hosts().privateKey(), PARALLEL)) {
                add(round, fleetCold, () -> send(camel));
                add(round, bareCold, () -> bare.run(hosts, SCRIPT));
            }
        }
        List<Long> fleetWarm = new ArrayList<>();
        List<Long> bareWarm = new ArrayList<>();
        try (DefaultCamelContext camel = fleet(sandbox, hosts);
                BareClient bare = new BareClient(sandbox.hosts().privateKey(), PARALLEL)) {
            for (int round = -WARM_UP; round < WARM_ROUNDS; round++) {
                add(round, fleetWarm, () -> send(camel));
                add(round, bareWarm, () -> bare.run(hosts, SCRIPT));
            }
        }
        System.out.printf(
                "BENCH fleet hosts=%d parallel=%d median ms: cold fleet=%d bare=%d, warm fleet=%d bare=%d; %s%n",
                hosts.size(),
                PARALLEL,
                median(fleetCold),
                median(bareCold),
                median(fleetWarm),
                median(bareWarm),
                Samples.load());
    }

    private static DefaultCamelContext fleet(Sandbox sandbox, List<Target> hosts) throws Exception {
        SshSettings settings = new SshSettings(
                sandbox.hosts().knownHosts(), sandbox.hosts().privateKey(), null, null, null, null, null);
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.addComponent(
                "fleet", new FleetComponent(new Inventory(hosts), settings, sandbox.directory(), FleetLog.NONE));
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

    private static void add(int round, List<Long> millis, Round measured) throws Exception {
        long started = System.nanoTime();
        measured.run();
        if (round >= 0) {
            millis.add((System.nanoTime() - started) / 1_000_000);
        }
    }

    private static long median(List<Long> millis) {
        Collections.sort(millis);
        return millis.get(millis.size() / 2);
    }
}
