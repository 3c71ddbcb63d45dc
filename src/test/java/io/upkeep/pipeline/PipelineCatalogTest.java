package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class PipelineCatalogTest {

    @Test
    void is_complete_while_the_routes_run_and_neither_before_nor_after() {
        DefaultCamelContext camel = new DefaultCamelContext();
        PipelineCatalog catalog = new PipelineCatalog(
                null,
                new StaticListableBeanFactory(Map.of("camel", camel)).getBeanProvider(CamelContext.class),
                Clock.systemUTC());
        assertThat(catalog.isComplete()).isFalse();

        camel.start();
        assertThat(catalog.isComplete()).isTrue();

        camel.stop();
        assertThat(catalog.isComplete()).isFalse();
    }
}
