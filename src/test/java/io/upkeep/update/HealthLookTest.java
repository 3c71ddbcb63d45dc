package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kamelet as it is shipped: what a way back does with a system that is ill. */
class HealthLookTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void a_way_back() throws Exception {
        camel.getRegistry().bind("rolloutWaves", new RolloutWaves());
        camel.start();
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(
                        kamelet("health-look-action"),
                        kamelet("health-before-action"),
                        kamelet("health-as-before-action"));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:well").setBody(constant("both instances are healthy"));
                from("direct:ill")
                        .errorHandler(
                                defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(1))
                        .throwException(new IllegalStateException("api-1 does not answer"));
                from("direct:cut-off").process(exchange -> {
                    throw new InterruptedException("the node stops");
                });
                for (String health : new String[] {"well", "ill", "cut-off"}) {
                    from("direct:after-" + health)
                            .to("kamelet:health-look-action?health=direct:" + health)
                            .setVariable("next", constant("put back"));
                    from("direct:before-" + health)
                            .to("kamelet:health-before-action?health=direct:" + health)
                            .setVariable("next", constant("changed"));
                    from("direct:as-before-" + health)
                            .to("kamelet:health-as-before-action?health=direct:" + health)
                            .setVariable("next", constant("over"));
                }
            }
        });
    }

    private Resource kamelet(String name) {
        return ResourceHelper.resolveResource(camel, "file:routes/kamelets/" + name + ".kamelet.yaml");
    }

    @AfterEach
    void close() {
        camel.stop();
    }

    private Exchange after(String health) {
        return camel.createFluentProducerTemplate().to("direct:after-" + health).send();
    }

    @Test
    void a_system_that_is_well_is_told_as_such() {
        assertThat(after("well").getMessage().getBody(String.class)).isEqualTo("both instances are healthy");
    }

    @Test
    void the_next_host_is_put_back_though_the_system_is_ill_and_that_is_told() {
        Exchange ended = after("ill");

        assertThat(ended.getException()).isNull();
        assertThat(ended.getMessage().getBody(String.class))
                .isEqualTo("the system is not well (api-1 does not answer); the way back goes on");
        assertThat(ended.getVariable("next")).isEqualTo("put back");
    }

    @Test
    void what_a_system_was_before_a_change_is_noted_and_keeps_nothing_from_it() {
        Exchange well =
                camel.createFluentProducerTemplate().to("direct:before-well").send();
        Exchange ill =
                camel.createFluentProducerTemplate().to("direct:before-ill").send();

        assertThat(well.getVariable("wellBefore")).isEqualTo("true");
        assertThat(ill.getException()).isNull();
        assertThat(ill.getVariable("wellBefore")).isEqualTo("false");
        assertThat(ill.getMessage().getBody(String.class))
                .isEqualTo("the system is not well (api-1 does not answer), before anything is changed");
        assertThat(ill.getVariable("next")).isEqualTo("changed");
        assertThat(camel.createFluentProducerTemplate()
                        .to("direct:before-cut-off")
                        .send()
                        .getException())
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void a_system_that_was_ill_before_may_be_so_after_its_way_back() {
        Exchange ended = asBefore("ill", "false");

        assertThat(ended.getException()).isNull();
        assertThat(ended.getMessage().getBody(String.class))
                .startsWith(
                        "everything is put back; the system is not well (api-1 does not answer), nor was it before");
        assertThat(asBefore("well", "false").getMessage().getBody(String.class))
                .isEqualTo("both instances are healthy");
        assertThat(asBefore("cut-off", "false").getException()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void a_system_that_was_well_or_that_nobody_looked_at_before_must_be_well_after_its_way_back() {
        for (String before : new String[] {"true", null}) {
            assertThat(asBefore("ill", before).getException())
                    .as("%s", before)
                    .hasMessageContaining("api-1 does not answer");
            assertThat(asBefore("well", before).getVariable("next")).isEqualTo("over");
        }
    }

    private Exchange asBefore(String health, String before) {
        return camel.createFluentProducerTemplate()
                .withVariable("wellBefore", before)
                .to("direct:as-before-" + health)
                .send();
    }

    @Test
    void an_interrupt_says_nothing_of_the_system_and_is_passed_on() {
        Exchange ended = after("cut-off");

        assertThat(ended.getException()).isInstanceOf(InterruptedException.class);
        assertThat(ended.getVariable("next")).isNull();
    }
}
