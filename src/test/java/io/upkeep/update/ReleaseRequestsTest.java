package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.run.RequestCheck;
import io.upkeep.sandbox.Releases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of releases before a run is accepted. */
class ReleaseRequestsTest {

    private static final String WORKER = "images: {worker: %s}\n".formatted(Releases.image("worker", "1.1.0"));

    /** Nobody has tested anything, and nobody is asked whether. */
    private static final TestedReleases UNTESTED = new TestedReleases() {
        @Override
        public void say(String version, String sha256, State state, String report, UUID run) {
            throw new AssertionError("a check changes nothing");
        }

        @Override
        public Optional<State> of(String version, String sha256) {
            throw new AssertionError("people may agree until the run begins");
        }

        @Override
        public List<TestedRelease> newest(Optional<String> version, int limit) {
            throw new AssertionError("nobody asks for reports");
        }

        @Override
        public void brought(Brought release, UUID run) {
            throw new AssertionError("a check changes nothing");
        }

        @Override
        public boolean takenBack(UUID run) {
            throw new AssertionError("a check changes nothing");
        }

        @Override
        public Optional<Brought> inProduction() {
            throw new AssertionError("what is there does not matter to who asks for a release by name");
        }
    };

    @TempDir
    Path directory;

    @BeforeEach
    void releases() {
        release("1.9.0", "type: feature\n" + WORKER);
        release("1.10.0", "type: bugfix\n" + WORKER);
    }

    private void release(String version, String text) {
        Releases.file(directory, version + "/release.yaml", text);
    }

    private io.upkeep.update.Releases of(Path place) {
        return new io.upkeep.update.Releases(place, true, UNTESTED);
    }

    private String test(String version) {
        RequestCheck check = new ReleaseRequests().testUpdateRequests(of(directory));
        assertThat(check.pipeline()).isEqualTo("test-update");
        return check.problemWith(Map.of("version", version)).orElse("");
    }

    private String update(String type, String version) {
        RequestCheck check = new ReleaseRequests().updateSystemRequests(of(directory));
        assertThat(check.pipeline()).isEqualTo("update-system");
        return check.problemWith(Map.of("type", type, "version", version)).orElse("");
    }

    @Test
    void a_release_that_is_there_may_be_asked_for() {
        assertThat(test("1.9.0")).isEmpty();
        assertThat(update("feature", "1.9.0")).isEmpty();
        assertThat(update("bugfix", "1.10.0")).isEmpty();
    }

    @Test
    void one_that_is_not_is_named_with_those_there_are_and_an_example() throws Exception {
        Files.createDirectories(directory.resolve("2.0.0/migrations"));
        release("1.10.0 (copy)", "type: bugfix\n");

        assertThat(test("2.0.0"))
                .isEqualTo("there is no release '2.0.0' in " + directory
                        + " (upkeep.releases.directory); there are: 1.9.0, 1.10.0; write for example version=1.10.0");
        assertThat(update("feature", "none")).startsWith("there is no release 'none' in ");
        assertThat(test("../1.9.0")).startsWith("there is no release '../1.9.0' in ");
    }

    @Test
    void of_many_the_newest_are_named() {
        for (int number = 0; number < 30; number++) {
            release("2." + number, "type: bugfix\n");
        }

        assertThat(test("3.0"))
                .contains("; there are: 22 older ones, 2.20, 2.21, ", "2.28, 2.29; write for example version=2.29");
    }

    @Test
    void where_there_is_none_yet_it_says_how_one_is_put_there(@TempDir Path empty) {
        assertThat(of(empty).problemWith("1.9.0", Optional.empty()))
                .hasValue(
                        "there is no release '1.9.0' in " + empty
                                + " (upkeep.releases.directory), nor any other; put one there as 1.4.0/release.yaml and write version=1.4.0");
    }

    @Test
    void a_release_of_another_type_or_a_broken_one_can_only_fail() {
        release("1.11.0", "images: {}\n");
        Releases.file(directory, "1.10.0/migrations/001-a.up.sql", "SELECT 1");

        assertThat(update("feature", "1.10.0")).contains("001-a.up.sql has no way back");
        Releases.file(directory, "1.10.0/migrations/001-a.down.sql", "SELECT 1");
        assertThat(update("feature", "1.9.0")).isEmpty();
        assertThat(update("security", "1.9.0"))
                .isEqualTo("release 1.9.0 is a feature update, not security; start it as type=feature");
        assertThat(test("1.11.0"))
                .isEqualTo(
                        "release 1.11.0: release.yaml: type 'null' is not a choice; write one of security, feature, bugfix, performance, compliance");
    }

    @Test
    void a_major_release_is_tested_as_others_and_brought_by_update_major_only() {
        release(
                "2.0.0",
                "type: feature\nmajor: true\nimages: {worker: registry.example.org/worker@sha256:%s}\n"
                        .formatted("a".repeat(64)));

        assertThat(test("2.0.0")).isEmpty();
        assertThat(update("feature", "2.0.0"))
                .isEqualTo("release 2.0.0 is major; only update-major brings it, once it is approved");
        assertThatThrownBy(() -> of(directory).check("2.0.0", "feature")).hasMessageContaining("is major");
    }

    @Test
    void a_bugfix_that_changes_a_database_is_no_release_for_tests_either() {
        Releases.file(directory, "1.10.0/migrations/001-a.up.sql", "SELECT 1");
        Releases.file(directory, "1.10.0/migrations/001-a.down.sql", "SELECT 1");

        assertThat(test("1.10.0"))
                .isEqualTo(
                        "release 1.10.0 is a bugfix and changes the database (001-a); make it a feature, or leave the migrations out")
                .isEqualTo(update("bugfix", "1.10.0"));
        assertThat(new io.upkeep.update.Releases(directory, true, new NotedReleases("1.9.1"))
                        .newest("false")
                        .get("text"))
                .as("nor for the month")
                .isEqualTo("no release is approved that is not there already\npassed over: " + test("1.10.0"));
    }

    @Test
    void a_misspelt_part_is_no_part_that_is_left_out() {
        release("2.1.0", "type: bugfix\nimage: {worker: w}\n");
        release("2.1.1", "type: bugfix\nimages: nope\n");
        release("2.1.2", "type: bugfix\nmajor: perhaps\n" + WORKER);
        release("2.1.3", "type: feature\n" + WORKER);
        Releases.file(directory, "2.1.3/migration/001-a.up.sql", "SELECT 1");
        release("2.1.4", "type: feature\n" + WORKER);
        Releases.file(directory, "2.1.4/migrations/001-a.sql", "SELECT 1");
        release("2.1.5", "type: feature\n" + WORKER);
        Releases.file(directory, "2.1.5/migrations/001-a.down.sql", "SELECT 1");

        assertThat(test("2.1.0"))
                .isEqualTo(
                        "release 2.1.0: release.yaml: 'image' is not a part of a release; there are type, major, images, rollouts, such as images: {worker: …}");
        assertThat(test("2.1.1"))
                .isEqualTo(
                        "release 2.1.1: release.yaml: images: 'nope' is not names and images; write images: {worker: registry.example.org/name@sha256:…}");
        assertThat(test("2.1.2"))
                .isEqualTo(
                        "release 2.1.2: release.yaml: major: 'perhaps' is neither true nor false; write major: true, or leave it out");
        String sql = " belongs to no migration; write migrations/001-name.up.sql and migrations/001-name.down.sql";
        assertThat(test("2.1.3")).isEqualTo("release 2.1.3: migration/001-a.up.sql" + sql);
        assertThat(test("2.1.4")).isEqualTo("release 2.1.4: migrations/001-a.sql" + sql);
        assertThat(test("2.1.5")).isEqualTo("release 2.1.5: migrations/001-a.down.sql" + sql);
    }

    @Test
    void a_release_that_brings_nothing_is_none_unless_its_type_brings_packages() {
        release("2.2.0", "type: feature\nimages:\nrollouts: {}\n");
        release("2.2.1", "type: security\n");
        release("2.2.2", "type: compliance\n");

        assertThat(test("2.2.0"))
                .isEqualTo(
                        "release 2.2.0 brings nothing: it has no images, rollouts or migrations; write for example images: {worker: registry.example.org/name@sha256:…} into its release.yaml");
        assertThat(test("2.2.1")).isEmpty();
        assertThat(test("2.2.2")).isEmpty();
    }

    @Test
    void nothing_is_said_while_the_place_of_releases_cannot_be_read() throws Exception {
        assertThat(of(directory.resolve("away")).problemWith("9.9.9", Optional.of("feature")))
                .isEmpty();
        Files.writeString(directory.resolve("file"), "no directory");
        assertThat(of(directory.resolve("file")).problemWith("9.9.9", Optional.empty()))
                .isEmpty();
        // there, and no text: what the first step says of it
        Files.write(directory.resolve("1.9.0/note.txt"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(test("1.9.0")).isEmpty();
    }
}
