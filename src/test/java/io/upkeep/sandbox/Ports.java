package io.upkeep.sandbox;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Free ports on the loopback address. They lie below the range from which the operating system takes the ports of
 * outgoing connections, so that a part which is down for a while finds its port free when it is healed.
 */
final class Ports {

    static final String HOST = "127.0.0.1";

    private static final int LOWEST = 20_000;
    private static final int BLOCKS = 60;
    private static final int BLOCK = 200;
    private static final Duration LONGEST_BIND = Duration.ofSeconds(2);

    /** Their first ports are held as long as this process lives: the others of a block are no other sandbox's. */
    private static final List<ServerSocket> BLOCKS_TAKEN = new ArrayList<>();

    private static int next;
    private static int end;

    private Ports() {}

    /** A port on which nothing listens and that no other part of this process, and no other sandbox, was given. */
    static synchronized int free() {
        while (true) {
            if (next == end) {
                takeBlock();
            }
            int port = next++;
            if (isFree(port)) {
                return port;
            }
        }
    }

    private static void takeBlock() {
        List<Integer> firstPorts = IntStream.range(0, BLOCKS)
                .mapToObj(block -> LOWEST + block * BLOCK)
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(firstPorts);
        for (int first : firstPorts) {
            try {
                BLOCKS_TAKEN.add(new ServerSocket(first, 1, InetAddress.getLoopbackAddress()));
                next = first + 1;
                end = first + BLOCK;
                return;
            } catch (IOException taken) {
                // by another sandbox, or by somebody else: one of the others
            }
        }
        throw new IllegalStateException("no free ports between " + LOWEST + " and " + (LOWEST + BLOCKS * BLOCK) + " on "
                + HOST + "; stop other sandboxes and start again");
    }

    /** Opens what listens on a port that was open a moment ago: a closed listener holds it until its last system call returns. */
    static <T> T listen(String name, int port, Callable<T> open) {
        long giveUp = System.nanoTime() + LONGEST_BIND.toNanos();
        while (true) {
            try {
                return open.call();
            } catch (Exception failure) {
                if (!(failure instanceof BindException) || System.nanoTime() > giveUp) {
                    throw new IllegalStateException("'" + name + "' cannot listen on port " + port, failure);
                }
                Thread.onSpinWait();
            }
        }
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
