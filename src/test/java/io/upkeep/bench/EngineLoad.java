package io.upkeep.bench;

import io.upkeep.pipeline.Runs;
import io.upkeep.run.RunRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Submitters that each ask for the next run when the last one's final transaction is committed, and what that took. */
final class EngineLoad {

    static final int SUBMITTERS = 8;
    static final int RUNS_EACH = 50;
    static final int ONE_BY_ONE = 100;

    final Samples runsPerSecond = new Samples();
    final Samples median = new Samples();
    final Samples p99 = new Samples();
    final Samples medianAlone = new Samples();
    final Samples untilStarted = new Samples();
    final Samples cpu = new Samples();
    final Samples databaseCpu = new Samples();

    private final Runs runs;
    private final Finished finished;
    private final JdbcClient jdbc;

    EngineLoad(Runs runs, Finished finished, JdbcClient jdbc) {
        this.runs = runs;
        this.finished = finished;
        this.jdbc = jdbc;
    }

    void round(ExecutorService threads, boolean counts) throws Exception {
        Samples together = new Samples();
        CpuTime before = CpuTime.now(jdbc);
        double seconds = all(threads, () -> submit(RUNS_EACH, together, new Samples()));
        double cpuOfAll = before.jvmSince();
        double databaseOfAll = before.databaseSince();
        Samples alone = new Samples();
        Samples starts = new Samples();
        submit(ONE_BY_ONE, alone, starts);
        if (counts) {
            int count = SUBMITTERS * RUNS_EACH;
            runsPerSecond.add(count / seconds);
            cpu.add(cpuOfAll / count);
            databaseCpu.add(databaseOfAll / count);
            median.add(together.median());
            p99.add(together.percentile(99));
            medianAlone.add(alone.median());
            untilStarted.add(starts.median());
        }
    }

    /** Does the same in as many threads as there are submitters; returns how long all of them took, in seconds. */
    static double all(ExecutorService threads, Callable<Void> work) throws Exception {
        long started = System.nanoTime();
        List<Future<Void>> submitted = new ArrayList<>();
        for (int i = 0; i < SUBMITTERS; i++) {
            submitted.add(threads.submit(work));
        }
        for (Future<Void> one : submitted) {
            one.get();
        }
        return Samples.secondsSince(started);
    }

    /** Asks for runs one after the other, each when the last one has succeeded. */
    Void submit(int count, Samples millis, Samples starts) throws Exception {
        for (int i = 0; i < count; i++) {
            long asked = System.nanoTime();
            var run = runs.request(new RunRequest("five-steps", Map.of(), "bench", null))
                    .id();
            finished.awaitSuccess(run);
            millis.add(Samples.secondsSince(asked) * 1000);
            starts.add((finished.startOf(run) - asked) / 1e6);
        }
        return null;
    }

    String figures() {
        return "%.0f runs/s p50=%.1f ms p99=%.1f ms, cpu per run %.2f ms and %.2f ms of the database, one by one p50=%.1f ms, request to start p50=%.1f ms"
                .formatted(
                        runsPerSecond.median(),
                        median.median(),
                        p99.median(),
                        cpu.median(),
                        databaseCpu.median(),
                        medianAlone.median(),
                        untilStarted.median());
    }
}
