package io.upkeep.pipeline.lint;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads one file to YAML with places; what cannot be read becomes findings. */
final class YamlReader {

    static final Check UNREADABLE = new Check(
            "yaml-unreadable",
            "A file is UTF-8 text in YAML and not empty.",
            "Camel refuses the file, and with it the start.",
            "- route: {id: a, description: one: two}",
            "- route: {id: a, description: \"one: two\"}");
    static final Check REPEATED = new Check(
            "yaml-repeated-key",
            "A key stands once in a block.",
            "YAML keeps the last one only; the first is lost without a word.",
            "parameters: {timeout: 5m, timeout: 10m}",
            "parameters: {timeout: 10m}");

    private final Consumer<Finding> findings;

    YamlReader(Consumer<Finding> findings) {
        this.findings = findings;
    }

    /** The file, or null when it has no readable content. */
    RouteFile read(Path path) {
        String name = path.toString().replace('\\', '/');
        try {
            return read(name, Files.readString(path));
        } catch (CharacterCodingException e) {
            findings.accept(new Finding(UNREADABLE.id(), name, 1, 1, "the file is not UTF-8", "save it as UTF-8"));
        } catch (IOException e) {
            findings.accept(new Finding(
                    UNREADABLE.id(),
                    name,
                    1,
                    1,
                    "the file cannot be read: " + e.getMessage(),
                    "check its permissions"));
        }
        return null;
    }

    RouteFile read(String name, String text) {
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(name).build();
            RouteFile file = new Compose(settings)
                    .composeString(text)
                    .map(node -> new RouteFile(name, new Yaml(node)))
                    .orElse(null);
            if (file == null) {
                findings.accept(new Finding(
                        UNREADABLE.id(), name, 1, 1, "the file is empty", "add a route, or delete the file"));
                return null;
            }
            Yaml endless = endless(file.root());
            if (endless != null) {
                findings.accept(UNREADABLE.at(
                        file,
                        endless,
                        "this block is a part of itself by an alias (*), so it has no end",
                        "write out what is meant, without & and *"));
                return null;
            }
            refuseRepeatedKeys(file, file.root());
            return file;
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            String problem = (e.getContext() == null ? "" : e.getContext() + ": ") + e.getProblem();
            findings.accept(new Finding(
                    UNREADABLE.id(),
                    name,
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "this is not YAML: " + problem,
                    "check the indentation (spaces, no tabs), the colons and the quotes here and in the line above"));
        } catch (YamlEngineException e) {
            findings.accept(
                    new Finding(UNREADABLE.id(), name, 1, 1, "this is not YAML: " + e.getMessage(), "correct it"));
        }
        return null;
    }

    /** Whoever walks through such a block never comes back. */
    private static Yaml endless(Yaml yaml) {
        if (yaml.node().isRecursive()) {
            return yaml;
        }
        return Stream.concat(
                        yaml.entries().stream().flatMap(entry -> Stream.of(entry.key(), entry.value())),
                        yaml.items().stream())
                .map(YamlReader::endless)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** YAML keeps only the last of two equal keys, so the first would be lost without a word. */
    private void refuseRepeatedKeys(RouteFile file, Yaml yaml) {
        Map<String, Yaml> seen = new HashMap<>();
        for (Yaml.Entry entry : yaml.entries()) {
            Yaml first = seen.putIfAbsent(entry.name(), entry.key());
            if (first != null) {
                findings.accept(REPEATED.at(
                        file,
                        entry.key(),
                        "'%s' is written twice in one block (first in line %d)".formatted(entry.name(), first.line()),
                        "keep one of them"));
            }
            refuseRepeatedKeys(file, entry.value());
        }
        List<Yaml> items = yaml.items();
        items.forEach(item -> refuseRepeatedKeys(file, item));
    }
}
