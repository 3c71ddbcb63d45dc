package io.upkeep.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/** The steps of a route that stand in a choice, branch by branch: drawn as one sequence they would be taken for one. */
final class StepBranches {

    private final List<StepBranch> branches = new ArrayList<>();
    private int choices;

    private StepBranches() {}

    /** Of these routes, with choices told apart; without branches that have no steps. */
    static List<StepBranch> of(List<RouteDefinition> routes) {
        StepBranches found = new StepBranches();
        routes.forEach(route -> found.collect(route.getOutputs(), ""));
        return List.copyOf(found.branches);
    }

    private void collect(List<ProcessorDefinition<?>> outputs, String parent) {
        for (ProcessorDefinition<?> output : outputs) {
            String path = output instanceof StepDefinition ? StepPaths.below(parent, output) : parent;
            if (output instanceof ChoiceDefinition choice) {
                int number = choices++;
                for (WhenDefinition when : choice.getWhenClauses()) {
                    add(number, words(when.getExpression()), when.getOutputs(), path);
                }
                if (choice.getOtherwise() != null) {
                    add(number, StepBranch.OTHERWISE, choice.getOtherwise().getOutputs(), path);
                }
            } else {
                collect(output.getOutputs(), path);
            }
        }
    }

    private void add(int choice, String when, List<ProcessorDefinition<?>> outputs, String parent) {
        List<String> steps = StepPaths.of(outputs, parent);
        if (!steps.isEmpty()) {
            branches.add(new StepBranch(choice, when, steps));
        }
        collect(outputs, parent);
    }

    private static String words(ExpressionDefinition condition) {
        return condition instanceof MethodCallExpression call
                ? StepBranch.whenSaid(String.valueOf(call.getRef()), call.getMethod())
                : StepBranch.when(condition.getExpression());
    }
}
