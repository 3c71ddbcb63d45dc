package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
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
                        ResourceHelper.resolveResource(camel, "file:routes/kamelets/health-look-action.kamelet.yaml"));
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
                }
            }
        });
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
    void an_interrupt_says_nothing_of_the_system_and_is_passed_on() {
        Exchange ended = after("cut-off");

        assertThat(ended.getException()).isInstanceOf(InterruptedException.class);
        assertThat(ended.getVariable("next")).isNull();
    }
}
