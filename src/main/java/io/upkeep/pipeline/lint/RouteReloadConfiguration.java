package io.upkeep.pipeline.lint;

import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Watches the route files while Upkeep runs, where {@code upkeep.routes.reload} says so. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("upkeep.routes.reload")
class RouteReloadConfiguration {

    @Bean
    RouteReload routeReload(@Value("${upkeep.routes.directory}") Path directory, Environment environment, Clock clock) {
        return new RouteReload(directory.normalize(), RouteLint.with(environment, clock), clock);
    }

    @Bean
    CamelContextConfiguration watchRoutes(RouteReload reload) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                // nothing to watch yet
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                try {
                    camel.addService(reload);
                } catch (Exception e) {
                    throw new IllegalStateException("the route directory cannot be watched for changes", e);
                }
            }
        };
    }
}
