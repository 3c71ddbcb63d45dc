package io.upkeep.pipeline.lint;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Category;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.apache.camel.tooling.model.SupportLevel;

/**
 * What Camel's tools know of a component, read from the annotations of its endpoint class. Camel's own generator reads
 * Javadoc of every superclass, which camel-ssh's jar does not have; here {@code description} must stand in the annotation.
 */
final class ComponentDescription {

    private final Class<?> endpoint;
    private final UriEndpoint declared;
    private final ComponentModel model = new ComponentModel();

    private ComponentDescription(Class<?> endpoint) {
        this.endpoint = endpoint;
        this.declared = endpoint.getDeclaredAnnotation(UriEndpoint.class);
    }

    /**
     * Describes the component whose endpoints are of this class.
     *
     * @throws IllegalArgumentException when the class or an option lacks a description
     */
    static ComponentModel of(Class<?> endpoint) {
        return new ComponentDescription(endpoint).describe();
    }

    private ComponentModel describe() {
        Metadata about = endpoint.getDeclaredAnnotation(Metadata.class);
        model.setScheme(declared.scheme());
        model.setName(declared.scheme());
        model.setExtendsScheme("");
        model.setTitle(declared.title());
        model.setSyntax(declared.syntax());
        model.setFirstVersion(declared.firstVersion());
        model.setSupportLevel(SupportLevel.Stable);
        model.setLabel(
                Arrays.stream(declared.category()).map(Category::getValue).collect(Collectors.joining(",")));
        model.setDescription(
                described(about == null ? "" : about.description(), endpoint.getSimpleName(), "@Metadata"));
        model.setJavaType(endpoint.getName().replaceFirst("Endpoint$", "Component"));
        model.setConsumerOnly(declared.consumerOnly());
        model.setProducerOnly(declared.producerOnly());
        model.setLenientProperties(declared.lenientProperties());
        model.setRemote(declared.remote());
        List<String> excluded =
                about == null ? List.of() : List.of(about.excludeProperties().split(","));
        List<EndpointOptionModel> options = new ArrayList<>();
        for (Class<?> type = endpoint; type != null; type = type.getSuperclass()) {
            Arrays.stream(type.getDeclaredFields()).map(this::option).forEach(options::add);
        }
        options.removeIf(option -> option == null || excluded.contains(option.getName()) || isOfTheOtherSide(option));
        // paths first, then in the order of declaration: the generator's callers rely on no other
        options.stream().filter(option -> option.getKind().equals("path")).forEach(model::addEndpointOption);
        options.stream().filter(option -> !option.getKind().equals("path")).forEach(model::addEndpointOption);
        return model;
    }

    private EndpointOptionModel option(Field field) {
        UriPath path = field.getAnnotation(UriPath.class);
        UriParam param = field.getAnnotation(UriParam.class);
        if (path != null) {
            EndpointOptionModel option = named(field, path.name(), path.displayName(), path.description());
            option.setKind("path");
            typed(option, field, path.javaType(), path.enums(), path.defaultValue());
            labelled(option, path.label());
            return option;
        }
        if (param == null) {
            return null;
        }
        EndpointOptionModel option = named(field, param.name(), param.displayName(), param.description());
        option.setKind("parameter");
        typed(option, field, param.javaType(), param.enums(), param.defaultValue());
        labelled(option, param.label());
        option.setSecret(param.secret());
        option.setMultiValue(param.multiValue());
        option.setPrefix(param.prefix().isEmpty() ? null : param.prefix());
        option.setOptionalPrefix(param.optionalPrefix().isEmpty() ? null : param.optionalPrefix());
        return option;
    }

    private EndpointOptionModel named(Field field, String name, String displayName, String description) {
        EndpointOptionModel option = new EndpointOptionModel();
        option.setName(name.isEmpty() ? field.getName() : name);
        option.setDisplayName(displayName.isEmpty() ? title(option.getName()) : displayName);
        option.setDescription(described(description, endpoint.getSimpleName() + "." + field.getName(), "@UriParam"));
        Metadata metadata = field.getAnnotation(Metadata.class);
        option.setRequired(metadata != null && metadata.required());
        option.setDeprecated(field.isAnnotationPresent(Deprecated.class));
        return option;
    }

    /** {@code maxOutput} as Max Output. */
    private static String title(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1).replaceAll("([A-Z])", " $1");
    }

    private static String described(String description, String where, String annotation) {
        if (description.isBlank()) {
            throw new IllegalArgumentException(
                    "%s has no description for editors and the lint; write %s(description = \"…\")"
                            .formatted(where, annotation));
        }
        return description;
    }

    private static void typed(EndpointOptionModel option, Field field, String javaType, String enums, String value) {
        String type = javaType.isEmpty() ? field.getGenericType().getTypeName().replace('$', '.') : javaType;
        if (!enums.isEmpty()) {
            option.setEnums(List.of(enums.split("\\s*,\\s*")));
        } else if (field.getType().isEnum()) {
            option.setEnums(Arrays.stream(field.getType().getEnumConstants())
                    .map(Object::toString)
                    .toList());
        }
        option.setJavaType(type);
        option.setType(option.getEnums() == null ? kind(type, field) : "enum");
        option.setDefaultValue(value.isEmpty() ? null : value(option.getType(), value));
    }

    private static String kind(String type, Field field) {
        if (field.getType().isArray() || field.getGenericType() instanceof GenericArrayType) {
            return "array";
        }
        return switch (field.getGenericType() instanceof ParameterizedType
                ? ""
                : type.replaceFirst("^java\\.lang\\.", "")) {
            case "String" -> "string";
            case "boolean", "Boolean" -> "boolean";
            case "int", "Integer", "long", "Long", "short", "Short" -> "integer";
            case "double", "Double", "float", "Float" -> "number";
            case "java.time.Duration" -> "duration";
            default -> "object";
        };
    }

    private static Object value(String type, String text) {
        return switch (type) {
            case "boolean" -> Boolean.valueOf(text);
            case "integer" -> Long.valueOf(text);
            case "number" -> Double.valueOf(text);
            default -> text;
        };
    }

    /** Camel's tools show options in groups: the last label, with {@code x,advanced} as {@code x (advanced)}. */
    private void labelled(EndpointOptionModel option, String label) {
        String whole = declared.consumerOnly() ? "consumer" : declared.producerOnly() ? "producer" : "common";
        String grouped = label.replaceFirst("(\\w),advanced", "$1 (advanced)");
        option.setLabel(label);
        option.setGroup(label.isEmpty() ? whole : grouped.substring(grouped.lastIndexOf(',') + 1));
    }

    private boolean isOfTheOtherSide(EndpointOptionModel option) {
        return (declared.producerOnly() && option.getLabel().contains("consumer"))
                || (declared.consumerOnly() && option.getLabel().contains("producer"));
    }
}
