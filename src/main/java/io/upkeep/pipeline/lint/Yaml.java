package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A piece of YAML that knows where it stands. Asking it for what it is not gives nothing, never an error. */
record Yaml(Node node) {

    record Entry(Yaml key, Yaml value) {

        String name() {
            return key.text();
        }
    }

    int line() {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    int column() {
        return node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    }

    /** The text of a scalar; empty for anything else. */
    String text() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** The text of a scalar without quotes; empty for anything else. */
    Optional<String> plain() {
        return node instanceof ScalarNode scalar && scalar.isPlain()
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    boolean isText() {
        return node instanceof ScalarNode;
    }

    List<Entry> entries() {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .map(pair -> new Entry(new Yaml(pair.getKeyNode()), new Yaml(pair.getValueNode())))
                        .toList()
                : List.of();
    }

    List<Yaml> items() {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream().map(Yaml::new).toList()
                : List.of();
    }

    Optional<Entry> entry(String key) {
        return entries().stream().filter(entry -> entry.name().equals(key)).findFirst();
    }

    Optional<Yaml> get(String... path) {
        Optional<Yaml> here = Optional.of(this);
        for (String key : path) {
            here = here.flatMap(yaml -> yaml.entry(key)).map(Entry::value);
        }
        return here;
    }

    /** The text under a key; empty when it is not there. */
    String text(String... path) {
        return get(path).map(Yaml::text).orElse("");
    }
}
