package io.upkeep.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StepDefinition;

/** The steps that stand in a route, as paths, in order. */
final class StepPaths {

    private StepPaths() {}

    static List<String> of(RouteDefinition route) {
        List<String> paths = new ArrayList<>();
        collect(route.getOutputs(), "", paths);
        return paths;
    }

    private static void collect(List<ProcessorDefinition<?>> outputs, String parent, List<String> paths) {
        for (ProcessorDefinition<?> output : outputs) {
            String path = parent;
            if (output instanceof StepDefinition) {
                path = parent.isEmpty() ? output.getId() : parent + "/" + output.getId();
                paths.add(path);
            }
            collect(output.getOutputs(), path, paths);
        }
    }
}
