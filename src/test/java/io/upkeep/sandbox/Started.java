package io.upkeep.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes that Java does not take for others. A child that is over, while a grandchild holds its output open and a
 * thread of ours reads that, stays in the JDK's map of children, with its exit code, until the grandchild is over too (the thread
 * that reaps waits in {@code ProcessPipeInputStream.processExited} for the reader, and removes the entry only afterwards; JDK 17
 * to 25). A child that gets the same pid meanwhile counts as ended at once: with the other one's exit code, without output, its
 * input closed. With 32,768 pids and a build's many processes that is once in a few builds: a command that "ended with 0" and of
 * which nothing was executed. See ADR 0076.
 */
public final class Started {

    private static final Logger LOG = LoggerFactory.getLogger(Started.class);

    private Started() {}

    /** The process of this description; one that was mixed up is killed and started again, with another pid. */
    public static Process of(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        while (!process.isAlive() && isThere(process.pid())) {
            LOG.warn("Java takes process {} for an earlier one of the same pid; it is started again", process.pid());
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
            process = builder.start();
        }
        return process;
    }

    /** One that is really over was reaped before Java says so. */
    private static boolean isThere(long pid) {
        return Files.exists(Path.of("/proc", String.valueOf(pid)));
    }
}
