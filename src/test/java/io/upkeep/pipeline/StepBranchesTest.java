package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** Which steps of a route only some runs take. */
class StepBranchesTest {

    private static final String LOG = "{log: hi}";

    private static List<StepBranch> of(String steps) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            String route = "- route: {id: x, from: {uri: direct:x, steps: [%s]}}\n".formatted(steps);
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("x.camel.yaml", route));
            return StepBranches.of(List.of(camel.getRouteDefinition("x")));
        }
    }

    private static String when(String condition, String steps) {
        return "{expression: {simple: {expression: \"%s\"}}, steps: [%s]}".formatted(condition, steps);
    }

    private static String step(String id, String inner) {
        return "{step: {id: %s, steps: [%s]}}".formatted(id, inner);
    }

    @Test
    void ways_of_a_choice_are_told_apart_with_their_conditions_in_words() throws Exception {
        String choice = "{choice: {when: [%s, %s], otherwise: {steps: [%s]}}}"
                .formatted(
                        when("${variable.task} == 'daily'", step("a", LOG) + ", " + step("b", step("c", LOG))),
                        when("${variable.goal} != '' && ${body} > 3", step("d", LOG)),
                        step("e", LOG));

        assertThat(of(step("first", LOG) + ", " + choice))
                .containsExactly(
                        new StepBranch(0, "task is daily", List.of("a", "b", "b/c")),
                        new StepBranch(0, "goal is not empty and body > 3", List.of("d")),
                        new StepBranch(0, "nothing else fits", List.of("e")));
    }

    @Test
    void choices_in_steps_and_in_each_other_are_choices_of_their_own() throws Exception {
        String inner = "{choice: {when: [%s]}}".formatted(when("${variable.x} == 1", step("b", LOG)));
        String outer = "{choice: {when: [%s]}}".formatted(when("${variable.y} == 2", step("a", inner)));

        assertThat(of(outer))
                .containsExactly(
                        new StepBranch(0, "y is 2", List.of("a", "a/b")), new StepBranch(1, "x is 1", List.of("a/b")));
    }

    @Test
    void a_bean_that_decides_is_named() throws Exception {
        String asked = "{expression: {method: {ref: updates, method: 'areDue(${body})'}}, steps: [%s]}"
                .formatted(step("a", LOG));

        assertThat(of("{choice: {when: [%s]}}".formatted(asked)))
                .containsExactly(new StepBranch(0, "updates.areDue says so", List.of("a")));
    }

    @Test
    void a_choice_without_steps_is_none() throws Exception {
        assertThat(of("{choice: {when: [%s]}}".formatted(when("${variable.x} == 1", LOG))))
                .isEmpty();
    }
}
