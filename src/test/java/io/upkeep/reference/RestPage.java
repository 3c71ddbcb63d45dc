package io.upkeep.reference;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.ValueConstants;

/** The list of all endpoints, from the controllers' mappings. */
final class RestPage {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern ENDPOINT = Pattern.compile("(GET|POST|PUT|DELETE) (/api/[^?\\s]*)(\\?.*)?");
    private static final Pattern SIBLING = Pattern.compile("/?[a-z][a-z-]*");
    private static final Pattern JOINED = Pattern.compile("\\s*(,|and|or|, and|, or)?\\s*");

    private RestPage() {}

    static String write() {
        StringBuilder text = new StringBuilder("## All endpoints\n\n| endpoint | parameters | body |\n|---|---|---|\n");
        mappings()
                .forEach((endpoint, method) ->
                        text.append("| `%s` | %s | %s |\n".formatted(endpoint, parameters(method), body(method))));
        return text.toString();
    }

    /** Every endpoint, names of path variables left out: {@code GET /api/runs/{}}. */
    static Set<String> endpoints() {
        return mappings().keySet().stream().map(RestPage::bare).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a name means this endpoint; {@code POST /api/windows/{}/approve} means {@code POST /api/windows/{}/{}}. */
    static Predicate<String> means(String endpoint) {
        Pattern pattern = Pattern.compile(Pattern.quote(endpoint).replace("{}", "\\E[^/]+\\Q"));
        return name -> pattern.matcher(name).matches();
    }

    /** Those that a text names; {@code `POST /api/x/approve`, `reject`} names two. */
    static List<String> described(String text) {
        Set<String> described = new TreeSet<>();
        for (String line : text.lines().toList()) {
            for (String cell : line.split("(?<!\\\\)\\|", -1)) {
                described.addAll(inCell(cell));
            }
        }
        return List.copyOf(described);
    }

    private static List<String> inCell(String cell) {
        List<String> found = new ArrayList<>();
        Matcher code = CODE.matcher(cell);
        String last = null;
        int end = 0;
        while (code.find()) {
            Matcher endpoint = ENDPOINT.matcher(code.group(1));
            boolean isJoined = JOINED.matcher(cell.substring(end, code.start())).matches();
            if (endpoint.matches()) {
                last = endpoint.group(1) + " " + endpoint.group(2);
                found.add(bare(last));
            } else if (last != null
                    && isJoined
                    && SIBLING.matcher(code.group(1)).matches()) {
                found.add(bare(last.replaceFirst("/[^/]*$", "/" + code.group(1).replace("/", ""))));
            } else {
                last = null;
            }
            end = code.end();
        }
        return found;
    }

    private static String bare(String endpoint) {
        return endpoint.replaceAll("\\{[^}]*}", "{}");
    }

    private static SortedMap<String, Method> mappings() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        SortedMap<String, Method> mappings =
                new TreeMap<>(java.util.Comparator.comparing(RestPage::path).thenComparing(endpoint -> endpoint));
        scanner.findCandidateComponents("io.upkeep").forEach(bean -> addOf(bean.getBeanClassName(), mappings));
        return mappings;
    }

    private static String path(String endpoint) {
        return endpoint.substring(endpoint.indexOf(' '));
    }

    private static void addOf(String name, SortedMap<String, Method> mappings) {
        Class<?> controller;
        try {
            controller = Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        RequestMapping of = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        String prefix = of == null ? "" : of.path()[0];
        for (Method method : controller.getDeclaredMethods()) {
            RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
            if (mapping != null) {
                for (RequestMethod verb : mapping.method()) {
                    for (String path : mapping.path().length == 0 ? new String[] {""} : mapping.path()) {
                        mappings.put(verb + " " + prefix + path, method);
                    }
                }
            }
        }
    }

    private static String parameters(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(RequestParam.class))
                .map(RestPage::parameter)
                .collect(Collectors.joining(", "));
    }

    private static String parameter(Parameter parameter) {
        RequestParam given = parameter.getAnnotation(RequestParam.class);
        String name =
                given.name().isEmpty() && given.value().isEmpty() ? parameter.getName() : given.name() + given.value();
        String otherwise = given.defaultValue().equals(ValueConstants.DEFAULT_NONE) ? "" : given.defaultValue();
        return "`%s=%s`".formatted(name, otherwise);
    }

    private static String body(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(RequestBody.class))
                .map(parameter -> parameter.getType().isRecord()
                        ? "`{%s}`"
                                .formatted(Arrays.stream(parameter.getType().getRecordComponents())
                                        .map(RecordComponent::getName)
                                        .collect(Collectors.joining(", ")))
                        : "JSON")
                .collect(Collectors.joining());
    }
}
