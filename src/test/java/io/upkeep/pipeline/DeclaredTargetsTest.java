package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclaredTargetsTest {

    private static final Inputs INPUTS =
            Inputs.parse("version:name!, environment:enum(staging|production)=staging, part:enum(api|web)");

    private final Inventory inventory = new Inventory(List.of(
            target("api-1", TargetKind.HOST, "ssh://upkeep@api-1", "api-production"),
            target("test-1", TargetKind.HOST, "ssh://upkeep@test-1", "api-staging"),
            target("db", TargetKind.DATABASE, "postgresql://db", "data-production")));

    private static Target target(String name, TargetKind kind, String address, String label) {
        return new Target(name, kind, Set.of(label), URI.create(address), "", "");
    }

    private static DeclaredTargets targets(String text) {
        return DeclaredTargets.of(text, INPUTS);
    }

    @Test
    void an_input_in_braces_decides_what_a_run_touches() {
        DeclaredTargets targets = targets("label:api-{environment}");

        assertThat(targets.of(Map.of("environment", "staging"), inventory))
                .extracting(Target::name)
                .containsExactly("test-1");
        assertThat(targets.of(Map.of("environment", "production"), inventory))
                .extracting(Target::name)
                .containsExactly("api-1");
        assertThat(targets.selectors())
                .containsExactly(
                        Map.entry("environment=staging", "label:api-staging"),
                        Map.entry("environment=production", "label:api-production"));
        targets.requireIn(inventory, true);
    }

    @Test
    void a_value_that_selects_nothing_is_named_before_any_run() {
        assertThatThrownBy(() -> targets("label:data-{environment}").requireIn(inventory, false))
                .hasMessageStartingWith(
                        "with environment=staging: selector 'label:data-staging': 'label:data-staging' selects"
                                + " no target; labels: api-production, api-staging, data-production");
        assertThatThrownBy(() -> targets("name:db").requireIn(inventory, true))
                .hasMessageContaining("no target of kind host");
    }

    @Test
    void only_an_enum_that_always_has_a_value_may_be_named() {
        assertThatThrownBy(() -> targets("label:api-{enviroment}"))
                .hasMessage("{enviroment} is no input of the pipeline; write the name of an enum input, as in"
                        + " label:api-{environment}");
        assertThatThrownBy(() -> targets("label:api-{version}"))
                .hasMessageContaining("{version} must always be one of some values; declare it as version:enum(");
        assertThatThrownBy(() -> targets("label:{part}-production")).hasMessageContaining("or with a default");
    }

    @Test
    void several_inputs_give_every_combination() {
        Inputs inputs = Inputs.parse("environment:enum(staging|production)!, part:enum(api|web)=api");

        assertThat(DeclaredTargets.of("label:{part}-{environment},name:{part}", inputs)
                        .selectors())
                .hasSize(4)
                .containsEntry("part=web, environment=staging", "label:web-staging,name:web");
        assertThat(targets("").selectors()).containsExactly(Map.entry("", ""));
        assertThat(targets("").isEmpty()).isTrue();
    }
}
