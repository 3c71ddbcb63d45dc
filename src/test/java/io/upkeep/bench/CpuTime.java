package io.upkeep.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Processor time of this JVM and of the processes of its PostgreSQL, in milliseconds, by {@code proc(5)}. */
final class CpuTime {

    /** {@code USER_HZ}: what {@code /proc} counts in, on every Linux. */
    private static final double TICKS_PER_MILLI = 0.1;

    private final JdbcClient jdbc;
    private final double jvm;
    private final Map<Integer, Double> database = new HashMap<>();

    private CpuTime(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.jvm = jvm();
        pids().forEach(pid -> database.put(pid, used(pid)));
    }

    static CpuTime now(JdbcClient jdbc) {
        return new CpuTime(jdbc);
    }

    /** Of the JVM since then, in ms. */
    double jvmSince() {
        return jvm() - jvm;
    }

    /** Of all processes of the database since then, in ms; those that ended meanwhile are not counted. */
    double databaseSince() {
        return pids().stream()
                .mapToDouble(pid -> used(pid) - database.getOrDefault(pid, 0.0))
                .sum();
    }

    private List<Integer> pids() {
        return jdbc.sql("SELECT pid FROM pg_stat_activity").query(Integer.class).list();
    }

    private static double jvm() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e6;
    }

    private static double used(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_MILLI;
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
