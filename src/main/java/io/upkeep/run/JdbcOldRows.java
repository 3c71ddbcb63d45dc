package io.upkeep.run;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deletes rows of one table that are older than they are kept. */
public abstract class JdbcOldRows implements Sweep {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration kept;
    private final String what;
    private final int batch;
    private final String delete;

    /**
     * Sweeps one table.
     *
     * @param what the rows, as people call them
     * @param batch how many at once, at most
     * @param delete deletes {@code :batch} rows that are older than {@code :before} and nobody else has locked
     */
    protected JdbcOldRows(JdbcClient jdbc, Clock clock, Duration kept, String what, int batch, String delete) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.kept = kept;
        this.what = what;
        this.batch = batch;
        this.delete = delete;
    }

    @Override
    public Swept batch() {
        int deleted = jdbc.sql(delete)
                .param("batch", batch)
                .param("before", Timestamp.from(clock.instant().minus(kept)))
                .update();
        return new Swept(what, deleted, deleted == 0);
    }
}
