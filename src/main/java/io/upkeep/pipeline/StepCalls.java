package io.upkeep.pipeline;

import io.upkeep.pipeline.RunPlan.Call;
import io.upkeep.pipeline.RunPlan.PlannedStep;
import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.util.URISupport;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Reads from a route, and from the routes it calls, what its steps would talk to. */
@Component
class StepCalls {

    private static final Pattern ONLY = Pattern.compile("[?&]only=([^&]+)");
    private static final Pattern SCRIPT = Pattern.compile("[?&]script=([^&]+)");
    private static final int LONGEST_SCRIPT = 8_000;
    /** Routes that call each other in a circle are refused by validation; a plan must end all the same. */
    private static final int DEEPEST = 10;

    private final Inventory inventory;
    private final Secrets secrets;
    private final ObjectProvider<CamelContext> camel;
    private final Path routes;

    StepCalls(
            Inventory inventory,
            Secrets secrets,
            ObjectProvider<CamelContext> camel,
            @Value("${upkeep.routes.directory}") Path routes) {
        this.inventory = inventory;
        this.secrets = secrets;
        this.camel = camel;
        this.routes = routes;
    }

    /**
     * The steps of the route that starts at this endpoint, in order; none when there is no such route.
     *
     * @param start such as {@code direct:restore-configuration}
     * @param targets names of what the run touches
     * @param inputs of the run, complete
     * @param looked knows what came of the steps that were executed
     * @param asLoaded whether scripts are on the disk what they were when they were loaded: others are not shown
     */
    List<PlannedStep> steps(
            String start,
            List<String> targets,
            Map<String, String> inputs,
            StepRules rules,
            PlanWork looked,
            boolean asLoaded) {
        Optional<RouteDefinition> route = route(start);
        if (route.isEmpty()) {
            return List.of();
        }
        PlannedBranches branches = new PlannedBranches(camel.getObject(), inputs);
        // once to learn which inputs the route takes for variables of its own
        walk(route.get(), new Collected(targets, inputs, rules, looked, asLoaded, branches, new ArrayList<>()));
        branches.decide();
        Collected collected = new Collected(targets, inputs, rules, looked, asLoaded, branches, new ArrayList<>());
        walk(route.get(), collected);
        return collected.steps().stream().map(StepCalls::once).toList();
    }

    private void walk(RouteDefinition route, Collected collected) {
        collect(route.getOutputs(), "", false, null, collected, Within.NOTHING);
    }

    /** A route that asks again and again would fill the page. */
    private static PlannedStep once(PlannedStep step) {
        return new PlannedStep(
                step.path(),
                step.readOnly(),
                step.outcome(),
                step.says(),
                step.calls().stream().distinct().toList());
    }

    private record Collected(
            List<String> targets,
            Map<String, String> inputs,
            StepRules rules,
            PlanWork looked,
            boolean asLoaded,
            PlannedBranches branches,
            List<PlannedStep> steps) {

        /** Opens a step; its calls are added to the list as they are found. */
        List<Call> open(String path, boolean readOnly) {
            List<Call> calls = new ArrayList<>();
            steps.add(new PlannedStep(
                    path, readOnly, looked.outcomes().get(path), looked.texts().get(path), calls));
            return calls;
        }
    }

    /**
     * What a part of a route stands in.
     *
     * @param depth how many calls led there
     * @param parameters of the kamelets around, by name
     */
    private record Within(int depth, Map<String, String> parameters) {

        static final Within NOTHING = new Within(0, Map.of());

        String filled(String uri) {
            String filled = uri;
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                filled = filled.replace("{{" + parameter.getKey() + "}}", parameter.getValue());
            }
            return filled;
        }

        Within deeper(Map<String, String> more) {
            Map<String, String> all = new LinkedHashMap<>(parameters);
            all.putAll(more);
            return new Within(depth + 1, all);
        }
    }

    /** @param calls of the step around; null outside of steps */
    private void collect(
            List<ProcessorDefinition<?>> outputs,
            String parent,
            boolean readOnly,
            List<Call> calls,
            Collected collected,
            Within within) {
        for (ProcessorDefinition<?> output : outputs) {
            if (output instanceof StepDefinition) {
                String path = parent.isEmpty() ? output.getId() : parent + "/" + output.getId();
                boolean reads = readOnly || !collected.rules().changes(output.getId());
                collect(output.getOutputs(), path, reads, collected.open(path, reads), collected, within);
            } else if (output instanceof ToDefinition to) {
                String uri = within.filled(String.valueOf(to.getUri()));
                Optional<RouteDefinition> called = called(uri);
                if (called.isEmpty()) {
                    add(uri, calls, collected);
                } else if (within.depth() < DEEPEST) {
                    boolean isKamelet = uri.startsWith("kamelet:");
                    if (isKamelet && within.parameters().isEmpty()) {
                        add(uri, calls, collected); // what its author asked for; below follows what that talks to
                    }
                    Within deeper = within.deeper(isKamelet ? parameters(uri) : Map.of());
                    collect(called.get().getOutputs(), parent, readOnly, calls, collected, deeper);
                }
            } else {
                collect(collected.branches().of(output), parent, readOnly, calls, collected, within);
            }
        }
    }

    private void add(String uri, List<Call> calls, Collected collected) {
        if (calls != null && collected.branches().decides()) {
            calls.add(call(uri, collected));
        }
    }

    /** The route that a call leads to; empty for what leaves the process. */
    private Optional<RouteDefinition> called(String uri) {
        if (uri.startsWith("direct:")) {
            return route(uri);
        }
        ModelCamelContext context = (ModelCamelContext) camel.getObject();
        return uri.startsWith("kamelet:")
                ? Optional.ofNullable(
                                context.getRouteTemplateDefinition(bare(uri).substring("kamelet:".length())))
                        .map(RouteTemplateDefinition::getRoute)
                : Optional.empty();
    }

    /** What a call of a kamelet gives it, and the kamelet's own defaults. */
    private Map<String, String> parameters(String uri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        ModelCamelContext context = (ModelCamelContext) camel.getObject();
        List<RouteTemplateParameterDefinition> declared = context.getRouteTemplateDefinition(
                        bare(uri).substring("kamelet:".length()))
                .getTemplateParameters();
        if (declared != null) {
            declared.stream()
                    .filter(parameter -> parameter.getDefaultValue() != null)
                    .forEach(parameter -> parameters.put(parameter.getName(), parameter.getDefaultValue()));
        }
        try {
            URISupport.parseQuery(uri.substring(uri.indexOf('?') + 1))
                    .forEach((name, value) -> parameters.put(name, String.valueOf(value)));
        } catch (URISyntaxException e) {
            return parameters; // shown as it is written
        }
        return parameters;
    }

    private Optional<RouteDefinition> route(String start) {
        ModelCamelContext context = (ModelCamelContext) camel.getObject();
        return context.getRouteDefinitions().stream()
                .filter(route -> bare(route.getInput().getEndpointUri()).equals(bare(start)))
                .findFirst();
    }

    private static String bare(String uri) {
        return uri.split("\\?", 2)[0].replaceFirst("://", ":");
    }

    /** Settings in the address are filled in, so that a reader sees where it leads; what is secret is not shown. */
    private Call call(String uri, Collected collected) {
        String filled = camel.getObject().resolvePropertyPlaceholders(uri);
        return new Call(secrets.hide(URISupport.sanitizeUri(filled)), hosts(uri, collected), script(uri, collected));
    }

    private List<String> hosts(String uri, Collected collected) {
        if (!uri.startsWith("fleet:")) {
            return List.of();
        }
        String selector = bare(uri).substring("fleet:".length());
        List<Target> selected = selector.equals(Selector.OF_RUN)
                ? collected.targets().stream()
                        .flatMap(name -> inventory.find(name).stream())
                        .toList()
                : inventory.select(Selector.parse(selector));
        Matcher only = ONLY.matcher(uri);
        // a variable that is no input is set by a step, nobody knows to what
        String chosen = only.find() ? collected.inputs().get(only.group(1)) : null;
        return selected.stream()
                .filter(target -> target.kind() == TargetKind.HOST)
                .map(Target::name)
                .filter(name -> chosen == null || List.of(chosen.split(",")).contains(name))
                .toList();
    }

    private String script(String uri, Collected collected) {
        Matcher script = SCRIPT.matcher(uri);
        if (!script.find()) {
            return null;
        }
        if (!collected.asLoaded()) {
            return "(files of this pipeline were changed since Upkeep loaded them, and what was loaded is what runs; restart Upkeep to take and see them)";
        }
        Path file = routes.resolve(script.group(1)).normalize();
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.length() <= LONGEST_SCRIPT ? text : text.substring(0, LONGEST_SCRIPT) + "…";
        } catch (IOException e) {
            return "(%s cannot be read)".formatted(script.group(1));
        }
    }
}
