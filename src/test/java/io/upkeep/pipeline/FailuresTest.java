package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people are told of failures, as Camel really hands them on. */
class FailuresTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:fail").throwException(new IOException("the disk is full"));
                from("direct:multicast").multicast().stopOnException().to("direct:fail");
                from("direct:parallel")
                        .multicast()
                        .parallelProcessing()
                        .stopOnException()
                        .to("direct:fail");
                from("direct:split")
                        .split(body().tokenize(","))
                        .stopOnException()
                        .to("direct:fail");
                from("direct:nested").multicast().stopOnException().to("direct:split", "direct:parallel");
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:fail", "direct:multicast", "direct:parallel", "direct:split", "direct:nested"})
    void a_branch_that_fails_is_told_by_its_cause(String route) {
        Exchange exchange = camel.createProducerTemplate()
                .request(route, sent -> sent.getMessage().setBody("a,b"));

        assertThat(Failures.describe(exchange)).isEqualTo("IOException: the disk is full");
    }
}
