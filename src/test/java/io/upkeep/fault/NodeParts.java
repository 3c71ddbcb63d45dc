package io.upkeep.fault;

import io.upkeep.pipeline.Runs;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunWrite;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Added to each node of a {@link Cluster}: effects for its pipelines, requests from standard input, and runs that stand
 * still at one boundary of their journal, where their parameter {@code haltAt} says so.
 */
class NodeParts {

    static final String EVIDENCE = "fault.evidence";
    private static final int ASKERS = 12;

    @Bean
    Effects effects(
            @Value("${" + EVIDENCE + "}") String url,
            @Value("${spring.datasource.username}") String user,
            @Value("${spring.datasource.password}") String password,
            @Value("${upkeep.engine.node}") String node) {
        return new Effects(url, user, password, node);
    }

    /** Each line is a request: its id, the pipeline, and parameters as name=value. */
    @Bean
    ApplicationRunner listener(Runs runs, Effects effects, @Value("${upkeep.engine.node}") String node) {
        ExecutorService askers = Executors.newFixedThreadPool(ASKERS);
        return arguments -> {
            UpkeepProcess.dieWithTheTest(line -> askers.execute(() -> request(line, runs, effects, node)));
            effects.evidence().noteReady(node, ProcessHandle.current().pid());
        };
    }

    private static void request(String line, Runs runs, Effects effects, String node) {
        String[] words = line.split(" ");
        Map<String, String> parameters = Stream.of(words)
                .skip(2)
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Run run = runs.request(new RunRequest(words[1], parameters, "test", words[0]));
        effects.evidence().noteAnswer(words[0], run.id(), node);
    }

    /** Boundaries are {@code before-3} or {@code after-3}, counting the run's writes, or {@code after-accept}. */
    @Bean
    static BeanPostProcessor aroundJournal(ObjectProvider<Effects> effects, Environment environment) {
        String node = environment.getRequiredProperty("upkeep.engine.node");
        Map<UUID, AtomicInteger> writes = new ConcurrentHashMap<>();
        return JournalHalt.around(new JournalHalt.Around() {
            @Override
            public void before(String method, Object what) {
                if (what instanceof RunWrite write) {
                    count(write).incrementAndGet();
                }
                haltIf("before-", what);
            }

            @Override
            public void after(String method, Object what) {
                haltIf("after-", what);
            }

            private AtomicInteger count(RunWrite write) {
                return writes.computeIfAbsent(write.run().id(), id -> new AtomicInteger());
            }

            private void haltIf(String moment, Object what) {
                if (what instanceof RunWrite write) {
                    Run run = write.run();
                    halt(
                            run.pipeline(),
                            run.parameters(),
                            moment + count(write),
                            run.id().toString());
                } else if (what instanceof RunRequest request) {
                    halt(request.pipeline(), request.parameters(), moment + "accept", request.requestId());
                }
            }

            private void halt(String pipeline, Map<String, String> parameters, String here, String what) {
                if (here.equals(parameters.get("haltAt"))
                        && effects.getObject().evidence().noteHalt(what, pipeline + " haltAt=" + here, node)) {
                    JournalHalt.standStill();
                }
            }
        });
    }
}
