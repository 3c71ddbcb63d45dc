package io.upkeep.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The properties that this product reads: from the libraries' metadata, its own classes, its settings and its routes. */
final class KnownProperties {

    private static final Pattern NAMED = Pattern.compile("(?:\\$\\{|\\{\\{\\??)(upkeep\\.[a-z.-]+)");

    private KnownProperties() {}

    /** As Spring Boot wants them in the environment: {@code spring.datasource.url} is SPRING_DATASOURCE_URL. */
    static Set<String> asEnvironmentNames() throws IOException {
        Set<String> names = new TreeSet<>();
        for (URL url : Collections.list(
                KnownProperties.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = url.openStream()) {
                for (JsonNode property : new ObjectMapper().readTree(in).path("properties")) {
                    names.add(environmentName(property.path("name").asText()));
                }
            }
        }
        for (String folder : new String[] {"routes", "src/main/java", "src/main/resources"}) {
            addNamedIn(Path.of(folder), names);
        }
        return names;
    }

    private static void addNamedIn(Path folder, Set<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.(java|yaml)"))
                    .toList()) {
                Matcher named = NAMED.matcher(Files.readString(file));
                while (named.find()) {
                    names.add(environmentName(named.group(1)));
                }
            }
        }
    }

    private static String environmentName(String property) {
        return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
