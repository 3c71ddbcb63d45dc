package io.upkeep.pipeline;

import io.upkeep.pipeline.RunPlan.Call;
import io.upkeep.pipeline.RunPlan.PlannedStep;
import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.util.URISupport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Reads from a route what its steps would talk to. */
@Component
class StepCalls {

    private static final Pattern SCRIPT = Pattern.compile("[?&]script=([^&]+)");
    private static final int LONGEST_SCRIPT = 8_000;

    private final Inventory inventory;
    private final Path routes;

    StepCalls(Inventory inventory, @Value("${upkeep.routes.directory}") Path routes) {
        this.inventory = inventory;
        this.routes = routes;
    }

    List<PlannedStep> steps(RouteDefinition route, StepRules rules, Map<String, String> outcomes) {
        List<PlannedStep> steps = new ArrayList<>();
        collect(route.getOutputs(), "", rules, outcomes, steps);
        return steps;
    }

    private void collect(
            List<ProcessorDefinition<?>> outputs,
            String parent,
            StepRules rules,
            Map<String, String> outcomes,
            List<PlannedStep> steps) {
        for (ProcessorDefinition<?> output : outputs) {
            String path = parent;
            if (output instanceof StepDefinition) {
                path = parent.isEmpty() ? output.getId() : parent + "/" + output.getId();
                steps.add(new PlannedStep(
                        path, !rules.changes(output.getId()), outcomes.get(path), calls(output.getOutputs())));
            }
            collect(output.getOutputs(), path, rules, outcomes, steps);
        }
    }

    /** Of this step, not of the steps inside it. */
    private List<Call> calls(List<ProcessorDefinition<?>> outputs) {
        List<Call> calls = new ArrayList<>();
        for (ProcessorDefinition<?> output : outputs) {
            if (output instanceof ToDefinition to) {
                calls.add(call(String.valueOf(to.getUri())));
            }
            if (!(output instanceof StepDefinition)) {
                calls.addAll(calls(output.getOutputs()));
            }
        }
        return calls;
    }

    private Call call(String uri) {
        return new Call(URISupport.sanitizeUri(uri), hosts(uri), script(uri));
    }

    private List<String> hosts(String uri) {
        if (!uri.startsWith("fleet:")) {
            return List.of();
        }
        String selector = uri.substring("fleet:".length()).split("\\?", 2)[0].replaceFirst("^//", "");
        return inventory.select(Selector.parse(selector)).stream()
                .filter(target -> target.kind() == TargetKind.HOST)
                .map(Target::name)
                .toList();
    }

    private String script(String uri) {
        Matcher script = SCRIPT.matcher(uri);
        if (!script.find()) {
            return null;
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
