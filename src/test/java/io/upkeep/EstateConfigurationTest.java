package io.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.fleet.FleetComponent;
import io.upkeep.fleet.FleetEndpoint;
import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import org.apache.camel.CamelContext;
import org.apache.camel.component.ssh.springboot.SshComponentAutoConfiguration;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EstateConfigurationTest {

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(EstateConfiguration.class);

    @Test
    void the_estate_s_own_file_makes_an_inventory() {
        context.withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues("spring.config.location=file:./application.yaml")
                .run(started -> {
                    Inventory inventory = started.getBean(Inventory.class);
                    assertThat(inventory.select(Selector.parse("label:api,label:web")))
                            .extracting(target -> target.name())
                            .containsExactly("api-1", "api-2", "web-1");
                    assertThat(inventory.select(Selector.parse("kind:service"))).hasSize(3);
                    assertThat(inventory.all())
                            .filteredOn(target -> !target.noticed())
                            .extracting(target -> target.name())
                            .containsExactly("database-staging", "queue-staging-1", "staging-1");
                    assertThat(started).hasSingleBean(FleetComponent.class);
                });
    }

    @Test
    void routes_find_the_fleet_component() {
        context.withConfiguration(
                        AutoConfigurations.of(CamelAutoConfiguration.class, SshComponentAutoConfiguration.class))
                .withPropertyValues(
                        "upkeep.targets.api-1.kind=host",
                        "upkeep.targets.api-1.labels=api",
                        "upkeep.targets.api-1.address=ssh://upkeep@api-1")
                .run(started -> assertThat(started.getBean(CamelContext.class).getEndpoint("fleet:label:api"))
                        .isInstanceOf(FleetEndpoint.class));
    }

    @Test
    void a_mistake_stops_the_start_and_names_the_key_but_no_secret() {
        context.withPropertyValues(
                        "upkeep.targets.api-1.kind=host", "upkeep.targets.api-1.address=ssh://upkeep:s3cret@api 1")
                .run(started -> assertThat(started.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("target 'api-1': the address is not a URI")
                        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("s3cret")));
        context.withPropertyValues("upkeep.targets.api-1.kind=hots", "upkeep.targets.api-1.address=ssh://upkeep@api-1")
                .run(started -> assertThat(started.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("kind 'hots' is unknown; write one of host, service"));
        context.withPropertyValues(
                        "upkeep.targets.api-1.kind=host",
                        "upkeep.targets.api-1.address=ssh://upkeep@api-1",
                        "upkeep.targets.api-1.noticed=hardly")
                .run(started -> assertThat(started.getStartupFailure())
                        .rootCause()
                        .hasMessage(
                                "target 'api-1': noticed 'hardly' is neither true nor false; write noticed: false"));
    }
}
