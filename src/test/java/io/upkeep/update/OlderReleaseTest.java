package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.sandbox.Releases;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release that is older than the one in production may be wanted, and people say yes to it knowing that. */
class OlderReleaseTest {

    @TempDir
    Path directory;

    private String text(String version, String inProduction) {
        Releases.file(
                directory,
                version + "/release.yaml",
                "type: bugfix\nimages: {worker: %s}\n".formatted(Releases.image("worker", "1.1.0")));
        return String.valueOf(new io.upkeep.update.Releases(directory, true, new NotedReleases(inProduction))
                .check(version, "bugfix")
                .get("text"));
    }

    @Test
    void what_is_to_be_approved_says_that_production_goes_back() {
        assertThat(text("1.9.0", "1.10.4"))
                .startsWith("release 1.9.0 (bugfix), sha256 ")
                .endsWith(
                        "\n1.10.4 is in production: this goes back to an older release. What migrations of releases after"
                                + " 1.9.0 did to the database stays; update-system-monthly or update-major brings 1.10.4 again"
                                + " while it is approved");
    }

    @Test
    void nothing_is_said_of_the_same_a_newer_or_the_first_one() {
        assertThat(text("1.9.0", "1.9.0")).doesNotContain("in production");
        assertThat(text("1.10.0", "1.9.0")).doesNotContain("in production");
        assertThat(text("1.10.0", "")).doesNotContain("in production");
    }
}
