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
        return of(route.getOutputs(), "");
    }

    /** Of a part of a route that stands in this step; the empty one is none. */
    static List<String> of(List<ProcessorDefinition<?>> outputs, String parent) {
        List<String> paths = new ArrayList<>();
        collect(outputs, parent, paths);
        return paths;
    }

    static String below(String parent, ProcessorDefinition<?> step) {
        return parent.isEmpty() ? step.getId() : parent + "/" + step.getId();
    }

    private static void collect(List<ProcessorDefinition<?>> outputs, String parent, List<String> paths) {
        for (ProcessorDefinition<?> output : outputs) {
            String path = parent;
            if (output instanceof StepDefinition) {
                path = below(parent, output);
                paths.add(path);
            }
            collect(output.getOutputs(), path, paths);
        }
    }
}
