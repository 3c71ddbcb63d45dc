package io.upkeep.backup.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a database held in one snapshot, so that a restored one can be compared with it.
 *
 * @param server version of PostgreSQL
 * @param takenAt when the snapshot was taken, ISO-8601, by the database's clock
 * @param schema hash of every object's statements, by kind and name
 * @param largeObjects how many there are
 * @param tables ordered by name
 * @param sequences ordered by name
 */
public record Fingerprint(
        String server,
        String takenAt,
        Map<String, String> schema,
        long largeObjects,
        List<Table> tables,
        List<Sequence> sequences) {

    public Fingerprint {
        schema = new TreeMap<>(schema);
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
    }

    /**
     * A table's rows.
     *
     * @param name quoted where needed: {@code public.tickets}
     * @param hash of all rows in any order, see {@link RowHash}
     */
    public record Table(String name, long rows, String hash) {}

    /** A sequence that only rises, and the last value it gave; null when it gave none. */
    public record Sequence(String name, Long last) {}

    /** All rows of all tables. */
    public long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    /** In words, what a restored database lacks or has too much; empty when it is the same. */
    public Optional<String> difference(Fingerprint restored) {
        List<String> differences = new ArrayList<>();
        compare("", schema, restored.schema, (was, is) -> "has another definition", differences);
        compare("table ", byName(tables), byName(restored.tables), Fingerprint::rows, differences);
        sequencesBehind(restored, differences);
        if (largeObjects != restored.largeObjects) {
            differences.add("%d large objects instead of %d".formatted(restored.largeObjects, largeObjects));
        }
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        String first = differences.stream().limit(3).collect(Collectors.joining("; "));
        return Optional.of(differences.size() > 3 ? first + "; and %d more".formatted(differences.size() - 3) : first);
    }

    private static Map<String, Table> byName(List<Table> tables) {
        return tables.stream().collect(Collectors.toMap(Table::name, Function.identity(), (a, b) -> a, TreeMap::new));
    }

    private static String rows(Table was, Table is) {
        return was.rows() == is.rows()
                ? "has its %d rows, but not the same ones".formatted(is.rows())
                : "has %d rows instead of %d".formatted(is.rows(), was.rows());
    }

    private static <T> void compare(
            String kind,
            Map<String, T> was,
            Map<String, T> is,
            java.util.function.BiFunction<T, T, String> words,
            List<String> differences) {
        was.forEach((name, value) -> {
            if (!is.containsKey(name)) {
                differences.add(kind + name + " is not there");
            } else if (!value.equals(is.get(name))) {
                differences.add(kind + name + " " + words.apply(value, is.get(name)));
            }
        });
        is.keySet().stream()
                .filter(name -> !was.containsKey(name))
                .forEach(name -> differences.add(kind + name + " is there and was not backed up"));
    }

    /** Sequences are outside of snapshots: a restored one may be ahead, never behind. */
    private void sequencesBehind(Fingerprint restored, List<String> differences) {
        Map<String, Long> is = new TreeMap<>();
        restored.sequences.forEach(sequence -> is.put(sequence.name(), sequence.last()));
        for (Sequence was : sequences) {
            Long now = is.get(was.name());
            if (was.last() != null && (now == null || now < was.last())) {
                differences.add("sequence %s is at %s, behind %d"
                        .formatted(was.name(), Objects.toString(now, "its start"), was.last()));
            }
        }
    }
}
