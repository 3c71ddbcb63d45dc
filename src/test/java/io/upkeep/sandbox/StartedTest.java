package io.upkeep.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Chooses pids, which takes root on Linux; elsewhere it is skipped. */
class StartedTest {

    private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");
    private static final int TRIES = 50;

    @Test
    void a_process_whose_pid_an_earlier_one_had_is_executed_and_heard_all_the_same() throws Exception {
        assumeTrue(canChoosePids(), "pids cannot be chosen here");
        ProcessBuilder later = new ProcessBuilder("sh", "-c", "sleep 0.2; echo executed; exit 3");

        Process plain = withPidOfAnEarlierOne(later::start);
        assertThat(plain.isAlive()).as("the fault: it counts as ended at once").isFalse();
        assertThat(said(plain)).isEmpty();
        assertThat(plain.waitFor()).isZero();

        Process started = withPidOfAnEarlierOne(() -> Started.of(later));
        assertThat(said(started)).isEqualTo("executed\n");
        assertThat(started.waitFor()).isEqualTo(3);
    }

    /** A pid may be gone before it is taken: tried until one that counts as over is still there, which nobody reaps. */
    private static Process withPidOfAnEarlierOne(Start start) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Process earlier = new ProcessBuilder("sh", "-c", "sleep 60 & sleep 0.5").start();
            Thread reader = new Thread(() -> said(earlier));
            reader.setDaemon(true);
            reader.start();
            Path there = Path.of("/proc", String.valueOf(earlier.pid()));
            await().until(() -> !Files.exists(there));
            Files.writeString(LAST_PID, String.valueOf(earlier.pid() - 1));
            Process process = start.process();
            boolean isMixedUp = process.pid() == earlier.pid() && !process.isAlive();
            if (isMixedUp || (process.pid() != earlier.pid() && isChildOfOurs(there))) {
                return process;
            }
        }
        throw new AssertionError("no process got the pid of an earlier one");
    }

    /** The file is writable for everybody; the kernel asks who writes. */
    private static boolean canChoosePids() {
        try {
            Files.writeString(LAST_PID, Files.readString(LAST_PID).strip());
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static boolean isChildOfOurs(Path there) throws IOException {
        if (!Files.exists(there)) {
            return false;
        }
        String stat = Files.readString(there.resolve("stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3);
        return afterName[1].equals(String.valueOf(ProcessHandle.current().pid()));
    }

    @FunctionalInterface
    private interface Start {
        Process process() throws IOException;
    }

    private static String said(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }
}
