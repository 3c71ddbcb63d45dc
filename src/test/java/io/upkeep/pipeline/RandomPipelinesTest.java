package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.pipeline.Deaths.Death;
import io.upkeep.pipeline.Effects.Effect;
import io.upkeep.pipeline.RandomRoute.Choice;
import io.upkeep.pipeline.RandomRoute.Expected;
import io.upkeep.pipeline.RandomRoute.Parallel;
import io.upkeep.pipeline.RandomRoute.Part;
import io.upkeep.pipeline.RandomRoute.Split;
import io.upkeep.pipeline.RandomRoute.Step;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepRecord;
import io.upkeep.sandbox.OwnDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContextManager;

/** Random pipelines, whose owners die at random writes, do what a plain interpreter says. */
@Tag("fault")
@Import(RandomPipelinesTest.Parts.class)
class RandomPipelinesTest extends EngineFixture {

    /** Its own: the other tests' nodes do not know its pipelines. */
    private static final EmbeddedPostgres OWN_DATABASE = EngineFixture.start();

    @DynamicPropertySource
    static void ownDatabase(DynamicPropertyRegistry settings) {
        settings.add("spring.datasource.hikari.jdbc-url", () -> OwnDatabase.of(OWN_DATABASE));
    }

    @Autowired
    private Deaths deaths;

    @Autowired
    private Effects effects;

    @Autowired
    private CamelContext camel;

    @Autowired
    private Underway underway;

    @TestConfiguration
    static class Parts {
        @Bean
        static Deaths deaths() {
            return new Deaths();
        }

        @Bean
        Effects effects(Deaths deaths) {
            return new Effects(deaths);
        }
    }

    @BeforeProperty
    void prepare() throws Exception {
        new TestContextManager(getClass()).prepareTestInstance(this);
    }

    @AfterProperty
    void faultsHappened() {
        assertThat(deaths.happened()).as("owners that died").isPositive();
    }

    /** Without edge cases, which jqwik looks for in what recurs for minutes. */
    @Property(edgeCases = EdgeCasesMode.NONE)
    void whatever_dies_on_the_way_every_step_is_done_and_none_twice(
            @ForAll("routes") RandomRoute route, @ForAll("deaths") List<Death> died) throws Exception {
        camel.addRoutes(route.route());
        try {
            deaths.plan(route.name(), died);
            Run run = whenOver(request(route.name(), Map.of()));
            compare(route, run);
        } finally {
            for (String id : List.of(route.name(), "undo-" + route.name())) {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            }
        }
    }

    private void compare(RandomRoute route, Run run) {
        Expected expected = route.expected();
        List<Effect> done = effects.of(run.id());
        String told = "%s did %s".formatted(route, done);

        RunState failed = route.undoes() ? RunState.ROLLED_BACK : RunState.NEEDS_ATTENTION;
        assertThat(run.state()).as(told).isEqualTo(expected.failing().isEmpty() ? RunState.SUCCEEDED : failed);
        assertThat(done).as("steps executed though their OUTCOME was committed").noneMatch(Effect::again);
        assertThat(done.stream().map(effect -> effect.step().phase()).toList())
                .as("a branch at work while the run is undone: %s", told)
                .isSorted();
        List<String> executed = new ArrayList<>(firsts(done, Phase.RUN));
        List<String> wanted = new ArrayList<>(expected.executed());
        if (expected.failing().isEmpty()) {
            assertThat(run.failedStep()).as(told).isNull();
            wanted.add("end");
            assertThat(done.get(done.size() - 1).trail()).as(told).isEqualTo(expected.trail());
        }
        if (expected.isInOrder()) {
            assertThat(executed).as(told).isEqualTo(wanted);
        } else {
            assertThat(without(wanted, executed)).as(told).isEmpty();
            assertThat(without(without(executed, wanted), expected.perhaps()))
                    .as(told)
                    .isEmpty();
        }
        if (!expected.failing().isEmpty()) {
            assertThat(executed).as(told).containsAnyElementsOf(expected.failing());
            assertThat(expected.failing()).as(told).contains(idOf(run.failedStep()));
        }
        assertThat(firsts(done, Phase.ROLLBACK)).as(told).isEqualTo(undone(route, expected, run));
        assertThat(children(run))
                .as(told)
                .isEqualTo(run.state() == RunState.ROLLED_BACK ? List.of("five-steps SUCCEEDED") : List.of());
        assertNumberedWithoutGaps(run);
    }

    /** {@code s3} of {@code s1/s2/s3[0.1]}. */
    private static String idOf(String step) {
        return step.substring(step.lastIndexOf('/') + 1).replaceFirst("\\[.*", "");
    }

    /** Each as often as it stands there: once for each item of a split. */
    private static List<String> without(List<String> all, List<String> these) {
        List<String> left = new ArrayList<>(all);
        these.forEach(left::remove);
        return left;
    }

    /** Each that had started; of branches that were perhaps executed the journal says which had. */
    private List<String> undone(RandomRoute route, Expected expected, Run run) {
        if (expected.failing().isEmpty() || !route.undoes()) {
            return List.of();
        }
        Set<String> started = new LinkedHashSet<>(expected.executed());
        journal.steps(run.id()).stream()
                .map(StepRecord::key)
                .filter(key -> key.phase() == Phase.RUN && expected.perhaps().contains(key.id()))
                .forEach(key -> started.add(key.id()));
        List<String> undone = new ArrayList<>();
        for (String id : route.ids()) {
            if (started.contains(id)) {
                undone.add(0, "undo-" + id);
            }
        }
        undone.add("undone");
        return undone;
    }

    /** The rollback waits for one other run, however often its owner dies. */
    private List<String> children(Run run) {
        return jdbc.sql("SELECT pipeline || ' ' || state FROM run WHERE parent = :run")
                .param("run", run.id())
                .query(String.class)
                .list();
    }

    private static List<String> firsts(List<Effect> done, Phase phase) {
        Set<StepKey> keys = new LinkedHashSet<>();
        done.stream().map(Effect::step).filter(step -> step.phase() == phase).forEach(keys::add);
        return keys.stream().map(StepKey::id).toList();
    }

    private void assertNumberedWithoutGaps(Run run) {
        List<Long> numbers = jdbc.sql("SELECT sequence FROM outbox WHERE key = :run ORDER BY sequence")
                .param("run", run.id().toString())
                .query(Long.class)
                .list();
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i))
                    .as("event numbers of %s: %s", run.id(), numbers)
                    .isEqualTo(i + 1L);
        }
    }

    /** A dead owner's run is given to the next at once, instead of when its lease is over. */
    private Run whenOver(Run run) {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> {
                            if (underway.find(run.id()).isEmpty()) {
                                jdbc.sql("""
                                        UPDATE scheduled_tasks SET picked = false, picked_by = NULL, execution_time = now(),
                                            version = version + 1
                                        WHERE task_name = 'run' AND task_instance = :run AND picked
                                            AND last_heartbeat < now() - interval '20 milliseconds'
                                        """).param("run", run.id().toString()).update();
                                dispatcher.wake();
                            }
                            return journal.find(run.id()).orElseThrow();
                        },
                        now -> now.state().isAtRest());
    }

    @Provide
    Arbitrary<RandomRoute> routes() {
        return Combinators.combine(parts(2).list().ofMinSize(1).ofMaxSize(4), Arbitraries.of(true, false))
                .as(RandomRoute::new);
    }

    private static Arbitrary<Part> parts(int depth) {
        Arbitrary<Part> step = step(depth, 8).map(one -> one);
        if (depth == 0) {
            return step;
        }
        Arbitrary<List<Step>> some = step(depth - 1, 12).list().ofMinSize(1).ofMaxSize(3);
        Arbitrary<List<Step>> branches = step(depth - 1, 6).list().ofMinSize(2).ofMaxSize(3);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(5, step),
                net.jqwik.api.Tuple.of(
                        1,
                        Combinators.combine(Arbitraries.integers().between(1, 3), some)
                                .as(Split::new)),
                net.jqwik.api.Tuple.of(
                        1,
                        Combinators.combine(Arbitraries.of(true, false), some).as(Choice::new)),
                net.jqwik.api.Tuple.of(
                        1,
                        Combinators.combine(Arbitraries.of(true, false), branches)
                                .as(Parallel::new)));
    }

    /** @param failing one of so many fails */
    private static Arbitrary<Step> step(int depth, int failing) {
        Arbitrary<Boolean> fails = Arbitraries.integers().between(1, failing).map(n -> n == failing);
        Arbitrary<List<Part>> inside = depth == 0
                ? Arbitraries.just(List.of())
                : Arbitraries.lazyOf(() -> parts(depth - 1)).list().ofMaxSize(2);
        return Combinators.combine(fails, inside).as((fail, parts) -> new Step("?", fail, parts));
    }

    @Provide
    Arbitrary<List<Death>> deaths() {
        return Combinators.combine(Arbitraries.integers().between(0, 6), Arbitraries.of(true, false))
                .as(Death::new)
                .list()
                .ofMaxSize(4);
    }
}
