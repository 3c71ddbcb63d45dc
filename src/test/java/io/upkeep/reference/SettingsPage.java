package io.upkeep.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;

/** Every setting of Upkeep's own, from the metadata that the build makes of records and their Javadoc. */
final class SettingsPage {

    private static final Path META = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
    private static final Path ADDED =
            Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path DEFAULTS = Path.of("src/main/resources/application.yaml");
    private static final Pattern USED = Pattern.compile("\\$\\{(upkeep\\.[a-z0-9.-]+)");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(upkeep\\.[a-z0-9.-]+)(?::([^}]*))?}}");

    /** One setting; {@code description} is empty where nobody wrote one. */
    private record Setting(String name, String type, String otherwise, String description) {}

    private SettingsPage() {}

    static String write() throws IOException {
        StringBuilder text = new StringBuilder("""
                # Settings

                Generated. In `application.yaml`, or in the environment: `upkeep.ssh.known-hosts` is `UPKEEP_SSH_KNOWNHOSTS`. Secrets come
                from the environment only. What is wrong stops the start and names the setting.
                """);
        String group = "";
        for (Setting setting : settings().values()) {
            String own = setting.name().split("\\.", -1)[1];
            if (!own.equals(group)) {
                text.append("\n## upkeep.%s\n\n| setting | type | default | |\n|---|---|---|---|\n".formatted(own));
                group = own;
            }
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            setting.name(),
                            setting.type(),
                            setting.otherwise().isEmpty()
                                    ? ""
                                    : "`" + setting.otherwise().replace("|", "\\|") + "`",
                            setting.description()));
        }
        return text + placeholders();
    }

    /** What route files ask for beside that, such as {@code {{upkeep.requests.topic:maintenance.requests}}}. */
    private static String placeholders() throws IOException {
        Map<String, Setting> settings = settings();
        Map<String, Set<String>> used = new TreeMap<>();
        Path routes = Path.of("routes");
        for (Path file : files(routes, ".yaml")) {
            PLACEHOLDER
                    .matcher(Files.readString(file))
                    .results()
                    .filter(use -> settings.keySet().stream().noneMatch(known -> covers(known, use.group(1))))
                    .forEach(use -> used.computeIfAbsent(
                                    "| `%s` | %s |"
                                            .formatted(
                                                    use.group(1), use.group(2) == null ? "" : "`" + use.group(2) + "`"),
                                    name -> new TreeSet<>())
                            .add("`" + routes.relativize(file) + "`"));
        }
        StringBuilder text =
                new StringBuilder("\n## What the routes ask for\n\n| placeholder | default | in |\n|---|---|---|\n");
        used.forEach((name, places) -> text.append("%s %s |\n".formatted(name, String.join(", ", places))));
        return text.toString();
    }

    /** Settings that are there, or that the code asks for, and of which nobody says what they mean. */
    static List<String> undescribed() throws IOException {
        Map<String, Setting> settings = settings();
        Set<String> wanted = new TreeSet<>(defaults().keySet());
        for (Path file : files(SOURCES, ".java")) {
            USED.matcher(Files.readString(file))
                    .results()
                    .map(use -> use.group(1))
                    .forEach(wanted::add);
        }
        List<String> silent = new ArrayList<>();
        settings.values().stream()
                .filter(setting -> setting.description().isEmpty())
                .map(Setting::name)
                .forEach(silent::add);
        wanted.stream()
                .filter(name -> settings.keySet().stream().noneMatch(known -> covers(known, name)))
                .forEach(silent::add);
        return silent;
    }

    private static boolean covers(String known, String name) {
        String pattern = Stream.of(known.split("<[a-z]+>", -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + "[^.]+" + b)
                .orElseThrow();
        return name.matches(pattern + "([.\\[].*)?");
    }

    private static Map<String, Setting> settings() throws IOException {
        Map<String, Setting> settings = new TreeMap<>();
        Map<String, String> defaults = defaults();
        for (Path file : List.of(META, ADDED)) {
            for (JsonNode property : new ObjectMapper().readTree(file.toFile()).path("properties")) {
                if (property.path("name").asText().startsWith("upkeep.")) {
                    add(property, defaults, settings);
                }
            }
        }
        return settings;
    }

    private static void add(JsonNode property, Map<String, String> defaults, Map<String, Setting> settings)
            throws IOException {
        String name = property.path("name").asText();
        String type = property.path("type").asText();
        Matcher map = Pattern.compile("java\\.util\\.Map<[^,]+,(io\\.upkeep\\.[\\w.$]+)>")
                .matcher(type);
        String description = text(property.path("description").asText(""));
        if (map.matches() && record(map.group(1)) != null) {
            String each = name + ".<name>";
            for (RecordComponent component : record(map.group(1)).getRecordComponents()) {
                String below = each + "." + kebab(component.getName());
                settings.put(
                        below,
                        new Setting(
                                below,
                                word(component.getGenericType().getTypeName()),
                                "",
                                documented(record(map.group(1)), component.getName())));
            }
            return;
        }
        String fallback =
                property.has("defaultValue") ? property.path("defaultValue").asText() : "";
        settings.put(name, new Setting(name, word(type), defaults.getOrDefault(name, fallback), description));
    }

    private static Class<?> record(String name) {
        try {
            Class<?> type = Class.forName(name);
            return type.isRecord() ? type : null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** The {@code @param} of a record's component, from its source. */
    private static String documented(Class<?> type, String component) throws IOException {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        String source = Files.readString(SOURCES.resolve(outermost.getName().replace('.', '/') + ".java"));
        int record = source.indexOf("record " + type.getSimpleName() + "(");
        int end = source.lastIndexOf("*/", record);
        String comment = end < 0 ? "" : source.substring(source.lastIndexOf("/**", end), end);
        Matcher param = Pattern.compile("@param " + component + " ((?:(?!@param)[\\s\\S])*)")
                .matcher(comment);
        return param.find() ? text(param.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ")) : "";
    }

    private static String text(String javadoc) {
        return javadoc.replaceAll("\\{@(?:code|link) #?([^}]*)}", "`$1`")
                .replace("|", "\\|")
                .replaceAll("\\s+", " ")
                .replace("<name>", "NAME")
                .strip();
    }

    private static String word(String type) {
        String simple = type.replaceAll("\\b[a-z]\\w*\\.", "").replace("$", ".").replaceAll("\\b\\w+\\.(?=\\w)", "");
        return simple.replace("<", " of ").replace(">", "").replace(",", " to ").toLowerCase(Locale.ROOT);
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> defaults() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new FileSystemResource(DEFAULTS));
        Map<String, String> defaults = new TreeMap<>();
        yaml.getObject().forEach((name, value) -> {
            if (name.toString().startsWith("upkeep.")) {
                defaults.put(name.toString(), value.toString());
            }
        });
        return defaults;
    }

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
