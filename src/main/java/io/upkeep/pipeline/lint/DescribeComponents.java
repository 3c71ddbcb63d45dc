package io.upkeep.pipeline.lint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;

/**
 * A step of the build: writes beside the compiled classes what editors, drawing tools and the lint read about each of
 * our components, in Camel's form and places. {@code META-INF/<package>/<scheme>.json} lists the options,
 * {@code META-INF/services/org/apache/camel/component/<scheme>} names the class, and {@code component.properties} the
 * components of the jar.
 */
public final class DescribeComponents {

    private static final String SERVICES = "META-INF/services/org/apache/camel/";

    private DescribeComponents() {}

    /** Takes the directory of the compiled classes and the build's group, artifact and version. */
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        Path classes = Path.of(args[0]);
        TreeMap<String, ComponentModel> components = new TreeMap<>();
        for (Class<?> endpoint : endpoints(classes)) {
            ComponentModel component = ComponentDescription.of(endpoint);
            component.setGroupId(args[1]);
            component.setArtifactId(args[2]);
            component.setVersion(args[3]);
            components.put(component.getScheme(), component);
        }
        for (ComponentModel component : components.values()) {
            write(classes.resolve(path(component)), JsonMapper.createParameterJsonSchema(component));
            write(
                    classes.resolve(SERVICES + "component/" + component.getScheme()),
                    "class=" + component.getJavaType() + "\n");
        }
        write(
                classes.resolve(SERVICES + "component.properties"),
                "components=%s\ngroupId=%s\nartifactId=%s\nversion=%s\n"
                        .formatted(String.join(" ", components.keySet()), args[1], args[2], args[3]));
    }

    /** Where the description of a component lies in the jar. */
    static String path(ComponentModel component) {
        String type = component.getJavaType();
        return "META-INF/" + type.substring(0, type.lastIndexOf('.')).replace('.', '/') + "/" + component.getScheme()
                + ".json";
    }

    /** Every class of ours that declares a scheme of its own. */
    static List<Class<?>> endpoints(Path classes) throws IOException, ClassNotFoundException {
        List<String> names;
        try (Stream<Path> files = Files.walk(classes)) {
            names = files.map(file -> classes.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith("Endpoint.class"))
                    .map(name -> name.replace('/', '.').replaceFirst("\\.class$", ""))
                    .sorted()
                    .toList();
        }
        List<Class<?>> endpoints = new java.util.ArrayList<>();
        for (String name : names) {
            Class<?> type = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            if (type.getDeclaredAnnotation(UriEndpoint.class) != null) {
                endpoints.add(type);
            }
        }
        return endpoints;
    }

    /** An unchanged file keeps its time, so that nothing is built again because of it. */
    private static void write(Path file, String text) throws IOException {
        if (!Files.isRegularFile(file) || !Files.readString(file).equals(text)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }
}
