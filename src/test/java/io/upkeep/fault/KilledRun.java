package io.upkeep.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.run.RunState;
import io.upkeep.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** One deployment on a database of its own, worked on by one process after the other; all but the last are killed. */
final class KilledRun {

    private final Map<String, String> settings;
    private final JdbcAftermath aftermath;
    private final Path place;
    private final List<Boundary> kills = new ArrayList<>();
    private Map<String, String> finished = Map.of();

    KilledRun(Sandbox sandbox, Path place, String name, Path configurations, String version) throws IOException {
        this.place = place.resolve(name);
        String database = sandbox.postgres().createUpkeepDatabase(name);
        this.settings = new TreeMap<>(sandbox.properties());
        this.aftermath = new JdbcAftermath(
                database, settings.get("spring.datasource.username"), settings.get("spring.datasource.password"));
        copy(Path.of("routes/pipelines/configuration"), routes().resolve("pipelines/configuration"));
        copy(Path.of("routes/pipelines/backup"), routes().resolve("pipelines/backup"));
        for (String way : List.of("hosts-back-in-waves-action", "health-look-action")) {
            String kamelet = "kamelets/" + way + ".kamelet.yaml";
            copy(Path.of("routes", kamelet), routes().resolve(kamelet));
        }
        String end = "pipelines/health/end-without-changes.camel.yaml";
        copy(Path.of("routes", end), routes().resolve(end));
        settings.put("spring.datasource.url", database);
        settings.put("upkeep.data-directory", this.place.resolve("data").toString());
        settings.put("upkeep.routes.directory", routes().toString());
        settings.put("upkeep.configuration.directory", configurations.toString());
        settings.put(HaltingJournal.VERSION, version);
        // the shipped timers are copied too, and one fires each hour: there is to be this run alone
        settings.put("camel.component.quartz.auto-start-scheduler", "false");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.write(target, Files.readAllBytes(file));
            }
        }
    }

    /** The routes its processes read; this run's own copy of the shipped ones. */
    Path routes() {
        return place.resolve("routes");
    }

    JdbcAftermath aftermath() {
        return aftermath;
    }

    /** Starts a process, kills it at the boundary, and checks that the journal says what the boundary promises. */
    void killAt(Boundary boundary) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(HaltingJournal.HALT_AT, boundary.toString());
        try (UpkeepProcess process = UpkeepProcess.start(HaltingJournal.class, all, Map.of(), log())) {
            process.killAt(boundary, this::isAtRest);
        }
        kills.add(boundary);
        assertThat(aftermath.step(boundary))
                .as("the step at %s", boundary)
                .isEqualTo(boundary.leavesTheStepOpen() ? "STARTED" : "FINISHED");
        keepFinishedSteps();
    }

    /** Starts a process that is left alone until the run is at rest; returns the run's state. */
    String finish() {
        try (UpkeepProcess process = UpkeepProcess.start(HaltingJournal.class, settings, Map.of(), log())) {
            await().atMost(Duration.ofMinutes(15))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> process.isGone() || isAtRest());
        }
        keepFinishedSteps();
        return aftermath.state().orElseThrow();
    }

    private boolean isAtRest() {
        return aftermath.state().map(RunState::valueOf).map(RunState::isAtRest).orElse(false);
    }

    /** A recorded step stays as it was recorded: number of attempts, times and result. */
    private void keepFinishedSteps() {
        Map<String, String> now = aftermath.finishedSteps();
        assertThat(now).as("steps that had finished before").containsAllEntriesOf(finished);
        finished = now;
    }

    /** Every step finished once, and was started once plus once for each kill between its INTENT and its OUTCOME. */
    void assertNoFinishedStepWasRepeated(List<String> steps) {
        Map<String, Integer> starts = new HashMap<>();
        steps.forEach(step -> starts.put(step, 1));
        kills.stream()
                .filter(Boundary::leavesTheStepOpen)
                .forEach(kill -> starts.merge(kill.phase() + " " + kill.step(), 1, Integer::sum));

        assertThat(finished.keySet()).containsAll(steps);
        assertThat(aftermath.attempts()).containsAllEntriesOf(starts);
        assertThat(aftermath.stepEvents("io.upkeep.step.started.v1")).containsAllEntriesOf(starts);
        assertThat(aftermath.stepEvents("io.upkeep.step.finished.v1").values()).containsOnly(1);
        List<Long> sequences = aftermath.sequences();
        assertThat(sequences)
                .as("the events' sequence")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, sequences.size()).boxed().toList());
    }

    private Path log() {
        try {
            Files.createDirectories(place);
            return place.resolve("process-" + (kills.size() + 1) + ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
