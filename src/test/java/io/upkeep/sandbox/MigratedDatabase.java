package io.upkeep.sandbox;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;

/** A database of the shared sandbox with Upkeep's tables, for tests of what talks to them. */
public final class MigratedDatabase {

    private MigratedDatabase() {}

    /** A pool of its own: logging in costs more than most statements. It ends with the JVM. */
    public static HikariDataSource create(String name) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(Sandbox.shared().postgres().createUpkeepDatabase(name));
        pool.setUsername("upkeep");
        pool.setPassword(PostgresPart.UPKEEP_PASSWORD);
        pool.setMinimumIdle(1);
        Flyway.configure().dataSource(pool).load().migrate();
        return pool;
    }
}
