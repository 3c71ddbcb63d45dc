package io.upkeep.pipeline.lint;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Refuses to start on routes with mistakes. It runs before any bean is made, so neither the database nor Camel has been
 * touched when it does.
 */
@Component
final class RouteGate implements BeanFactoryPostProcessor, EnvironmentAware {

    private Environment environment;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    /**
     * Checks {@code upkeep.routes.directory}.
     *
     * @throws RoutesRefused with all mistakes
     */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        Path directory = Path.of(environment.getProperty("upkeep.routes.directory", "routes"))
                .normalize();
        List<Finding> findings = RouteLint.with(environment, beans.getBean("machineClock", Clock.class))
                .check(directory);
        if (!findings.isEmpty()) {
            throw new RoutesRefused(directory, findings);
        }
    }
}
