package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuiteResultTest {

    @Test
    void a_job_that_succeeded_is_shown_with_its_page() {
        SuiteResult good = SuiteResult.ofJob("integration", "", "https://ci.example.org/7", "");

        assertThat(good.passed()).isTrue();
        assertThat(good.text()).isEqualTo("integration tests: passed\n  | job https://ci.example.org/7");
    }

    @Test
    void a_job_that_did_not_succeed_says_why_and_hides_control_characters() {
        SuiteResult bad =
                SuiteResult.ofJob("integration", "job 'main' ended with 'failed': https://ci/7\u001b[31m", "", "");

        assertThat(bad.passed()).isFalse();
        assertThat(bad.text())
                .startsWith("integration tests: FAILED, job 'main' ended with 'failed': https://ci/7")
                .doesNotContain("\u001b");
    }

    @Test
    void a_job_keeps_no_limit_on_figures_since_it_tells_none() {
        assertThat(SuiteResult.ofJob("performance", "", "https://ci/7", "p95_ms<=300")
                        .text())
                .startsWith("performance tests: FAILED, it did not measure p95_ms");
    }
}
