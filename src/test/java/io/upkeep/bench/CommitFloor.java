package io.upkeep.bench;

import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;

/** What the runs of {@link EngineLoad} cost the database at least: as many transactions, each with one short row. */
final class CommitFloor {

    private final DataSource database;
    private final int commits;
    private final Samples runsPerSecond = new Samples();
    private final Samples medianAlone = new Samples();

    /** @param commits of each run */
    CommitFloor(DataSource database, int commits) {
        this.database = database;
        this.commits = commits;
    }

    void round(ExecutorService threads, boolean counts) throws Exception {
        double seconds = EngineLoad.all(threads, () -> commit(EngineLoad.RUNS_EACH, new Samples()));
        Samples alone = new Samples();
        commit(EngineLoad.ONE_BY_ONE, alone);
        if (counts) {
            runsPerSecond.add(EngineLoad.SUBMITTERS * EngineLoad.RUNS_EACH / seconds);
            medianAlone.add(alone.median());
        }
    }

    private Void commit(int runs, Samples millis) throws Exception {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("INSERT INTO floor (text) VALUES (?)")) {
            for (int run = 0; run < runs; run++) {
                long started = System.nanoTime();
                for (int commit = 0; commit < commits; commit++) {
                    insert.setString(1, "a short row");
                    insert.executeUpdate();
                }
                millis.add(Samples.secondsSince(started) * 1000);
            }
        }
        return null;
    }

    String figures() {
        return "floor of %d commits %.0f runs/s, one by one p50=%.1f ms"
                .formatted(commits, runsPerSecond.median(), medianAlone.median());
    }
}
