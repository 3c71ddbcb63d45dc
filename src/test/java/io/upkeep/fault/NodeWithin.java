package io.upkeep.fault;

import io.upkeep.UpkeepApplication;
import io.upkeep.sandbox.OwnDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A node within the tests' own process, for faults that need no process to die: its lease is two seconds long. */
final class NodeWithin {

    private NodeWithin() {}

    /** Starts one on the pipelines of the fault tests. */
    static ConfigurableApplicationContext start(
            EmbeddedPostgres database, Effects effects, Consumer<GenericApplicationContext> more, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--upkeep.routes.directory=src/test/resources/fault",
                "--spring.config.location=classpath:/application.yaml",
                "--upkeep.engine.heartbeat=500ms",
                "--upkeep.engine.missed-heartbeats=4",
                "--upkeep.engine.poll=500ms",
                "--spring.datasource.url=" + OwnDatabase.of(database),
                "--spring.datasource.username=postgres"));
        arguments.addAll(List.of(settings));
        return new SpringApplicationBuilder(UpkeepApplication.class)
                .web(WebApplicationType.NONE)
                .initializers((ApplicationContextInitializer<GenericApplicationContext>) context -> {
                    context.registerBean(
                            "effects", Effects.class, () -> effects, bean -> bean.setDestroyMethodName(""));
                    more.accept(context);
                })
                .run(arguments.toArray(String[]::new));
    }
}
