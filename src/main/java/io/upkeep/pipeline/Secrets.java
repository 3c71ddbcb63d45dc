package io.upkeep.pipeline;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/** Knows the values of all settings that are secrets by their name, and takes them out of texts for people. */
@Component
class Secrets {

    private static final Pattern NAME =
            Pattern.compile("(?i).*(password|passwd|secret|token|credential|api[-_.]?key|access[-_.]?key).*");
    private static final int SHORTEST = 6;
    /** Of a line of a secret that has several: a shorter one may be any word. */
    private static final int SHORTEST_LINE = 16;

    private final Set<String> values = new TreeSet<>(
            (a, b) -> a.length() == b.length() ? a.compareTo(b) : Integer.compare(b.length(), a.length()));

    Secrets(ConfigurableEnvironment environment) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> settings) {
                for (String name : settings.getPropertyNames()) {
                    if (NAME.matcher(name).matches()) {
                        remember(environment.getProperty(name));
                    }
                }
            }
        }
    }

    private void remember(String value) {
        if (value == null || value.length() < SHORTEST) {
            return;
        }
        values.add(value);
        // a key's lines reach a log one by one, with others between them
        value.lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
                .forEach(values::add);
    }

    /** The text without any secret in it. */
    String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, "••••");
        }
        return hidden;
    }
}
