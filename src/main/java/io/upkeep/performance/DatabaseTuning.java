package io.upkeep.performance;

import io.upkeep.performance.ChangedSettings.Setting;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Declared, safe optimisations of a database, as routes see them: {@code method: {ref: databaseTuning, method: …}}. Vacuuming
 * and rebuilding lose nothing and have no way back; a setting has one, noted before it is changed.
 */
@Component("databaseTuning")
public class DatabaseTuning {

    private static final int ROUNDS = 40;
    private static final int WARM_UP = 5;

    private final Inventory inventory;
    private final PerformanceProperties properties;
    private final ChangedSettings changed;

    DatabaseTuning(Inventory inventory, PerformanceProperties properties, ChangedSettings changed) {
        this.inventory = inventory;
        this.properties = properties;
        this.changed = changed;
    }

    /** What would be done; changes nothing. */
    public String look(String target) {
        return with(target, true, session -> {
            List<String> settings = new ArrayList<>();
            for (Map.Entry<String, String> wanted : properties.settings().entrySet()) {
                String now = session.effective(wanted.getKey());
                if (now == null) {
                    throw new IllegalArgumentException(
                            "PostgreSQL has no setting '%s'; write a name such as random_page_cost (upkeep.performance.settings)"
                                    .formatted(wanted.getKey()));
                }
                if (!now.equals(wanted.getValue())) {
                    settings.add("%s from %s to %s".formatted(wanted.getKey(), now, wanted.getValue()));
                }
            }
            return "vacuum: %s; rebuild: %s; change: %s"
                    .formatted(
                            list(session.toVacuum()),
                            list(session.bloated()),
                            settings.isEmpty() ? "nothing" : String.join(", ", settings));
        });
    }

    /** How long the sample queries take, each many times. */
    public Map<String, List<Double>> measure(String target, String file) {
        Map<String, String> queries = queries(file);
        return with(
                target,
                true,
                session -> session.measure(queries, ROUNDS, WARM_UP, List.of(Map.of()))
                        .get(0));
    }

    /** What {@link #measure} gave, in words. */
    public String measured(Map<String, List<Double>> times) {
        return times.entrySet().stream()
                .map(query -> "\n  %s: %s ms".formatted(query.getKey(), Words.number(median(query.getValue()))))
                .collect(Collectors.joining(
                        "", "measured %d sample queries, %d times each:".formatted(times.size(), ROUNDS), ""));
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElse(Double.NaN);
    }

    /** Vacuums and analyses the tables that need it. */
    public String vacuum(String target) {
        return with(target, false, session -> {
            Map<String, String> tables = session.toVacuum();
            for (String table : tables.keySet()) {
                session.vacuum(table);
            }
            return list(tables);
        });
    }

    /** Rebuilds bloated indexes, each beside the old one. */
    public String rebuildIndexes(String target) {
        return with(target, false, session -> {
            session.dropLeftOver();
            Map<String, String> indexes = session.bloated();
            for (String index : indexes.keySet()) {
                session.rebuild(index);
            }
            return list(indexes);
        });
    }

    /** Changes the declared settings that are not as declared. */
    public String changeSettings(String run, String target) {
        List<String> done = new ArrayList<>();
        for (Map.Entry<String, String> wanted : properties.settings().entrySet()) {
            // a session sees what a session before it changed
            with(target, false, session -> {
                String now = session.effective(wanted.getKey());
                if (!wanted.getValue().equals(now)) {
                    Setting before = new Setting(wanted.getKey(), session.ownSetting(wanted.getKey()), now);
                    changed.note(UUID.fromString(run), target, before);
                    session.alter(wanted.getKey(), wanted.getValue());
                    done.add("%s from %s to %s".formatted(wanted.getKey(), now, wanted.getValue()));
                }
                return null;
            });
        }
        return done.isEmpty() ? "nothing" : String.join(", ", done);
    }

    /** Puts the settings back that the run changed. */
    public String undoSettings(String run, String target) {
        List<String> undone = new ArrayList<>();
        with(target, false, session -> {
            for (Setting setting : changed.of(UUID.fromString(run), target)) {
                session.alter(setting.name(), setting.before());
                undone.add("%s to %s".formatted(setting.name(), setting.effective()));
            }
            return null;
        });
        return undone.isEmpty() ? "no setting was changed" : "put back " + String.join(", ", undone);
    }

    /** Removes what an index that was being rebuilt left behind; the old one serves. */
    public String dropLeftOver(String target) {
        return with(
                target, false, session -> "removed " + session.dropLeftOver().size() + " half-built indexes");
    }

    /** The changed settings against what was before, side by side; empty when none was changed. */
    List<Comparison> settingsCompared(String run, String target, String file) {
        List<Setting> settings = changed.of(UUID.fromString(run), target);
        if (settings.isEmpty()) {
            return List.of();
        }
        Map<String, String> old = new LinkedHashMap<>();
        Map<String, String> now = new LinkedHashMap<>();
        settings.forEach(setting -> {
            old.put(setting.name(), setting.effective());
            now.put(setting.name(), properties.settings().getOrDefault(setting.name(), setting.effective()));
        });
        Map<String, String> queries = queries(file);
        List<Map<String, List<Double>>> sides =
                with(target, true, session -> session.measure(queries, ROUNDS, WARM_UP, List.of(old, now)));
        return compared(sides.get(0), sides.get(1));
    }

    static List<Comparison> compared(Map<String, List<Double>> before, Map<String, List<Double>> after) {
        return after.entrySet().stream()
                .filter(query -> before.containsKey(query.getKey()))
                .map(query -> Comparison.of(query.getKey(), before.get(query.getKey()), query.getValue()))
                .toList();
    }

    private static String list(Map<String, String> named) {
        return named.isEmpty()
                ? "nothing"
                : String.join(
                        ", ",
                        named.entrySet().stream()
                                .map(one -> one.getKey() + " (" + one.getValue() + ")")
                                .toList());
    }

    private static Map<String, String> queries(String file) {
        try {
            return SampleQueries.parse(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("the sample queries in " + file + " cannot be read", e);
        }
    }

    /** Something to do in a session. */
    private interface Work<T> {
        T in(JdbcTuning session) throws SQLException;
    }

    private <T> T with(String name, boolean readOnly, Work<T> work) {
        Target target = inventory
                .find(name)
                .filter(found -> found.kind() == TargetKind.DATABASE)
                .orElseThrow(() -> new IllegalArgumentException("target '" + name
                        + "' is not a database of the estate; declare it in application.yaml under upkeep.targets"));
        try (JdbcTuning session = JdbcTuning.connect(target, readOnly)) {
            return work.in(session);
        } catch (SQLException e) {
            throw new PerformanceFailed("%s (%s): %s".formatted(name, target.shownAddress(), e.getMessage()), e);
        }
    }
}
