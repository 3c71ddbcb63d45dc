package io.upkeep.update;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Changes of the estate's databases that come with a release, as routes see them: {@code method: {ref: databaseMigrations,
 * method: …}}. Each is one transaction with its row in the database's own ledger {@code upkeep_migration}, where its way
 * back lies too.
 */
@Component("databaseMigrations")
public class DatabaseMigrations {

    private final Inventory inventory;
    private final Releases releases;
    private final JdbcMigrations jdbc = new JdbcMigrations();

    DatabaseMigrations(Inventory inventory, Releases releases) {
        this.inventory = inventory;
        this.releases = releases;
    }

    /**
     * Applies what is missing of a checked release, in the order of the names.
     *
     * @param database a target of kind database
     * @return what was applied, for people
     * @throws UpdateRefused when one fails (those before it stay, for {@link #undo} to take back), or was applied before
     *     with another text
     */
    public String apply(String run, Map<String, Object> release, String database) {
        List<String> applied = jdbc.apply(
                target(database),
                UUID.fromString(run),
                String.valueOf(release.get("version")),
                releases.migrations(release));
        return applied.isEmpty() ? "nothing to migrate in " + database : "applied " + String.join(", ", applied);
    }

    /** Takes back what the run applied, the last first; nothing when it applied nothing. */
    public String undo(String run, String database) {
        List<String> undone = jdbc.undo(target(database), UUID.fromString(run));
        return undone.isEmpty() ? "nothing to take back in " + database : "took back " + String.join(", ", undone);
    }

    private Target target(String name) {
        return inventory
                .find(name)
                .filter(found -> found.kind() == TargetKind.DATABASE)
                .orElseThrow(() -> new UpdateRefused("target '" + name
                        + "' is not a database of the estate; declare it in application.yaml under upkeep.targets"));
    }
}
