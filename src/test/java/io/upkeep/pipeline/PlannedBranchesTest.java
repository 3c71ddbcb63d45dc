package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ToDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a plan shows of choices. */
class PlannedBranchesTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void load() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .choice()
                        .when(simple("${variable.type} == 'network'"))
                        .to("mock:network")
                        .when(simple("${variable.type} == 'database' || ${variable.type} == 'security'"))
                        .to("mock:database")
                        .otherwise()
                        .to("mock:application")
                        .end()
                        .choice()
                        .when(simple("${body} == 'full'"))
                        .to("mock:full")
                        .otherwise()
                        .to("mock:free")
                        .end()
                        .setVariable("where", constant("production"))
                        .choice()
                        .when(simple("${variable.where} == 'staging'"))
                        .to("mock:staging")
                        .end();
            }
        });
    }

    @AfterEach
    void close() {
        context.stop();
    }

    private List<String> shown(Map<String, String> inputs, boolean decides) {
        PlannedBranches branches = new PlannedBranches(context, inputs);
        List<String> calls = calls(branches);
        if (!decides) {
            return calls;
        }
        branches.decide();
        return calls(branches);
    }

    private List<String> calls(PlannedBranches branches) {
        List<String> calls = new ArrayList<>();
        context.getRouteDefinitions().get(0).getOutputs().forEach(part -> collect(part, branches, calls));
        return calls;
    }

    private static void collect(ProcessorDefinition<?> part, PlannedBranches branches, List<String> calls) {
        if (part instanceof ToDefinition to) {
            calls.add(to.getUri().replace("mock:", ""));
        }
        branches.of(part).forEach(inner -> collect(inner, branches, calls));
    }

    @Test
    void only_the_branch_of_the_inputs_is_shown() {
        assertThat(shown(Map.of("type", "network"), true)).startsWith("network", "full", "free");
        assertThat(shown(Map.of("type", "security"), true)).startsWith("database", "full", "free");
        assertThat(shown(Map.of("type", "application"), true)).startsWith("application", "full", "free");
    }

    @Test
    void where_the_inputs_do_not_say_all_are_shown() {
        assertThat(shown(Map.of(), true))
                .containsExactly("network", "database", "application", "full", "free", "staging");
        assertThat(shown(Map.of("type", "network"), false))
                .containsExactly("network", "database", "application", "full", "free", "staging");
    }

    @Test
    void an_input_that_the_route_sets_itself_says_nothing() {
        assertThat(shown(Map.of("type", "network", "where", "production"), true))
                .containsExactly("network", "full", "free", "staging");
    }
}
