package io.upkeep.fault;

import static io.upkeep.fault.Boundary.Moment.INTENT_COMMITTED;
import static io.upkeep.fault.Boundary.Moment.OUTCOME_COMMITTED;
import static io.upkeep.fault.Boundary.Moment.WORK_DONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.run.Phase;
import io.upkeep.sandbox.ConfigurationVersions;
import io.upkeep.sandbox.HostTree;
import io.upkeep.sandbox.Part;
import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of a real second JVM in the middle of {@code deploy-configuration}, and what starting again makes of it. */
@Tag("fault")
class KillNineTest {

    private static final Path PLACE = Places.of("fault");
    private static final List<String> HOSTS = List.of("api-1", "api-2");
    private static final List<String> STEPS =
            List.of("validate", "back-up-current", "deploy", "verify", "test", "done");
    private static final List<String> UNDOING = List.of("undo-deploy", "verify-put-back", "undo-back-up-current");

    /** Between any two steps, where one's OUTCOME and the next one's INTENT are one commit; and after work with no OUTCOME yet. */
    private static final List<Boundary> KILLS = briefly(
            Set.of(3),
            new Boundary(Phase.RUN, "validate", WORK_DONE),
            new Boundary(Phase.RUN, "back-up-current", INTENT_COMMITTED),
            new Boundary(Phase.RUN, "deploy", INTENT_COMMITTED),
            new Boundary(Phase.RUN, "deploy", WORK_DONE),
            new Boundary(Phase.RUN, "verify", INTENT_COMMITTED),
            new Boundary(Phase.RUN, "test", INTENT_COMMITTED),
            new Boundary(Phase.RUN, "test", WORK_DONE),
            new Boundary(Phase.RUN, "done", INTENT_COMMITTED));

    private static final List<Boundary> KILLS_UNDOING = briefly(
            Set.of(1),
            new Boundary(Phase.ROLLBACK, "undo-deploy", INTENT_COMMITTED),
            new Boundary(Phase.ROLLBACK, "undo-deploy", WORK_DONE),
            new Boundary(Phase.ROLLBACK, "verify-put-back", INTENT_COMMITTED),
            new Boundary(Phase.ROLLBACK, "undo-back-up-current", INTENT_COMMITTED),
            new Boundary(Phase.ROLLBACK, "undo-back-up-current", OUTCOME_COMMITTED));

    private static final String MISLABELLED = "1.1.0-mislabelled";

    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(
                PLACE.resolve("sandbox"), EnumSet.of(Part.POSTGRES, Part.REDIS, Part.HOSTS, Part.S3, Part.QUEUE));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void a_deployment_killed_at_every_step_boundary_finishes_and_repeats_no_finished_step() throws IOException {
        Map<String, Integer> before = restarts();
        KilledRun run = run("killed_at_every_step", ConfigurationVersions.GOOD);

        KILLS.forEach(run::killAt);
        assertThat(run.finish()).isEqualTo("SUCCEEDED");

        run.assertNoFinishedStepWasRepeated(named(Phase.RUN, STEPS));
        // once, although a kill came after its work and before its OUTCOME: the hosts knew that it was done
        before.replaceAll((host, count) -> count + 1);
        assertThat(restarts()).as("restarts of the API").isEqualTo(before);
        for (String host : HOSTS) {
            assertThat(tree(host).read("app/config/VERSION")).isEqualTo("1.1.0\n");
        }
    }

    @Test
    void a_rollback_killed_at_every_step_boundary_puts_every_host_back_byte_by_byte() throws IOException {
        Map<String, Map<String, String>> before = fingerprints();
        KilledRun run = run("killed_rolling_back", MISLABELLED);

        KILLS_UNDOING.forEach(run::killAt);
        assertThat(run.finish()).isEqualTo("ROLLED_BACK");

        assertThat(run.aftermath().failedStep())
                .as("it broke after the hosts were changed")
                .isEqualTo("test");
        run.assertNoFinishedStepWasRepeated(named(Phase.ROLLBACK, UNDOING));
        assertThat(fingerprints()).isEqualTo(before);
    }

    @Test
    void a_run_whose_route_file_was_edited_while_it_was_dead_asks_a_person() throws IOException {
        KilledRun run = run("edited_meanwhile", ConfigurationVersions.GOOD);
        run.killAt(new Boundary(Phase.RUN, "back-up-current", INTENT_COMMITTED));

        Files.writeString(
                run.routes().resolve("pipelines/configuration/deploy-configuration.camel.yaml"),
                "# somebody was here\n",
                StandardOpenOption.APPEND);
        assertThat(run.finish()).isEqualTo("NEEDS_ATTENTION");

        assertThat(run.aftermath().reason()).contains("changed while the run was interrupted");
        assertThat(run.aftermath().attempts())
                .containsExactly(Map.entry("RUN validate", 1), Map.entry("RUN back-up-current", 1));
    }

    /** Every kill costs a start of Upkeep: each build tries some, {@link ClusterFaultTest} every boundary of small pipelines. */
    private static List<Boundary> briefly(Set<Integer> some, Boundary... all) {
        return IntStream.range(0, all.length)
                .filter(n -> FaultScale.of(some.contains(n) ? 1 : 0, 1) == 1)
                .mapToObj(n -> all[n])
                .toList();
    }

    private static List<String> named(Phase phase, List<String> steps) {
        return steps.stream().map(step -> phase + " " + step).toList();
    }

    private static KilledRun run(String name, String version) throws IOException {
        return new KilledRun(sandbox, PLACE, name, configurations(), version);
    }

    /**
     * The sandbox's versions, and one that the API starts with but that is not what it says it is: it fails the test at
     * once, where a version without a database fails after half a minute of asking.
     */
    private static Path configurations() throws IOException {
        Path all = PLACE.resolve("configurations");
        for (String version : List.of(ConfigurationVersions.GOOD, MISLABELLED)) {
            Path files = Files.createDirectories(all.resolve(version).resolve(ConfigurationVersions.PRODUCTION));
            Path good = sandbox.configurations().files(ConfigurationVersions.GOOD, ConfigurationVersions.PRODUCTION);
            for (String file : List.of("appsettings.json", "VERSION", "logging.json", "features.json")) {
                Files.write(files.resolve(file), Files.readAllBytes(good.resolve(file)));
            }
            Files.writeString(files.resolve("VERSION"), version + "\n");
        }
        return all;
    }

    /** How often each host was told to restart the API, by the host's own log. */
    private static Map<String, Integer> restarts() {
        Map<String, Integer> counts = new TreeMap<>();
        HOSTS.forEach(host -> counts.put(host, (int) tree(host)
                .read("var/log/shims.log")
                .lines()
                .filter(line -> line.matches("\\S+ systemctl restart virtual-queue-api"))
                .count()));
        return counts;
    }

    /** Every file of the hosts but logs, figures and what hosts know of steps. */
    private static Map<String, Map<String, String>> fingerprints() {
        Map<String, Map<String, String>> files = new TreeMap<>();
        for (String host : HOSTS) {
            for (String directory : List.of("app", "etc", "home", "var/lib")) {
                Map<String, String> found = new TreeMap<>(tree(host).fingerprint(directory));
                found.keySet().removeIf(file -> file.contains(".upkeep/"));
                files.put(host + "/" + directory, found);
            }
        }
        return files;
    }

    private static HostTree tree(String host) {
        return sandbox.hosts().host(host).tree();
    }
}
