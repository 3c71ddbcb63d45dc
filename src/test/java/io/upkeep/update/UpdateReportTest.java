package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.StandardEnvironment;

/** The report of a release's tests, which people say yes to, and what is kept of it. */
class UpdateReportTest {

    private static final String RUN = UUID.randomUUID().toString();
    private static final Map<String, Object> RELEASE = Map.of("version", "1.1.0", "sha256", "a".repeat(64));

    private final NotedReleases noted = new NotedReleases("");
    private final UpdateTests tests = new UpdateTests(new StandardEnvironment(), noted);

    private Map<String, Object> suite(String name, String printed) {
        return tests.result(name, Map.of("api-1", Map.of("stdout", printed)));
    }

    private String report(String automated, String performance, String security, String integration) {
        return tests.report(
                RELEASE,
                suite("automated", automated),
                suite("performance", performance),
                suite("security", security),
                suite("integration", integration));
    }

    @Test
    void a_report_that_fits_is_shown_whole() {
        assertThat(report("42 passed\n@@exit 0", "figure p95_ms 41\n@@exit 0", "clean\n@@exit 0", "@@exit 1"))
                .isEqualTo("""
                        release 1.1.0, sha256 %s: NOT GOOD ENOUGH
                        automated tests: passed
                          | 42 passed
                        performance tests: passed
                          p95_ms = 41.0
                        security tests: passed
                          | clean
                        integration tests: FAILED, it ended with exit code 1""".formatted("a".repeat(64)));
    }

    @Test
    void no_suite_is_left_out_however_much_another_one_says() {
        StringBuilder figures = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            figures.append("figure endpoint_%d_p95_ms 41\n".formatted(i));
        }

        String report = report(
                figures + "@@exit 0",
                figures + "@@exit 0",
                "a\n".repeat(300) + "port 8080 is open\n@@exit 1",
                "a line of what it did\n".repeat(300) + "the last line\n@@exit 0");

        assertThat(report)
                .hasSizeLessThanOrEqualTo(3_800)
                .startsWith("release 1.1.0, sha256 " + "a".repeat(64) + ": NOT GOOD ENOUGH\nautomated tests: passed\n")
                .containsSubsequence(
                        "\nautomated tests: passed\n  endpoint_0_p95_ms = 41.0\n",
                        " characters …\n",
                        "\n  endpoint_199_p95_ms = 41.0",
                        "\nperformance tests: passed\n",
                        "\nsecurity tests: FAILED, it ended with exit code 1\n",
                        "\n  | port 8080 is open",
                        "\nintegration tests: passed\n")
                .endsWith("\n  | the last line");
    }

    @Test
    void the_report_of_a_rejected_release_stands_once_in_its_record() {
        Map<String, Object> good = suite("automated", "@@exit 0");
        String report = report("@@exit 1", "@@exit 0", "@@exit 0", "@@exit 0");
        UpdateRefused refused = catchThrowableOfType(
                UpdateRefused.class,
                () -> tests.judge(RUN, RELEASE, report, suite("automated", "@@exit 1"), good, good, good));

        tests.reject(RUN, RELEASE, report, refused.getMessage());
        tests.reject(RUN, RELEASE, report, "bob said no: not before the holidays");
        tests.reject(RUN, RELEASE, report, null);

        assertThat(noted.said())
                .containsExactly(
                        "REJECTED: " + report,
                        "REJECTED: " + report + "\nbob said no: not before the holidays",
                        "REJECTED: " + report);
    }
}
