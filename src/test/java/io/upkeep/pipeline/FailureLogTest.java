package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

/** What the log tells of runs that wait and of runs that fail. */
@ExtendWith(OutputCaptureExtension.class)
class FailureLogTest extends EngineFixture {

    @Test
    void a_run_that_waits_for_another_is_nothing_for_the_log(CapturedOutput output) {
        Run parent = waiting(request("parent-of-long-work", Map.of()), Verdict.Kind.CHILD_RUN);
        runs.cancel(parent.id(), "person:ada");
        atRest(parent);

        assertThat(output.getAll()).doesNotContain("WaitsForChild").doesNotContain("Failed delivery");
    }

    @Test
    void a_failure_that_explains_itself_is_one_line(CapturedOutput output) {
        witness.failAt("two", new InvalidRequest("the disk is full\nof \u001b[31mred"));

        assertThat(atRest(request("five-steps", Map.of())).state()).isNotEqualTo(RunState.SUCCEEDED);

        assertThat(output.getAll())
                .contains("A route failed: the disk is full of [31mred")
                .doesNotContain("at io.upkeep.pipeline.FailureLogTest");
    }

    @Test
    void no_secret_that_was_sent_back_is_in_it(CapturedOutput output) {
        MockEnvironment settings = new MockEnvironment().withProperty("upkeep.targets.ci.password", "glpat-0123456789");
        FailureLog log = new FailureLog(new DefaultCamelContext(), new Secrets(settings));

        log.log("Failed delivery", new InvalidRequest("ci refused glpat-0123456789 of ours"));
        log.log("Failed delivery of glpat-0123456789", new IllegalStateException("no glpat-0123456789"));

        assertThat(output.getAll())
                .contains("A route failed: ci refused •••• of ours")
                .contains("Failed delivery of ••••")
                .contains("java.lang.IllegalStateException: no ••••")
                .contains("at io.upkeep.pipeline.FailureLogTest.no_secret")
                .doesNotContain("glpat-0123456789");
    }

    @Test
    void what_nobody_foresaw_is_told_with_where_it_came_from(CapturedOutput output) {
        witness.failAt("two", new IllegalStateException("unforeseen"));

        atRest(request("five-steps", Map.of()));

        assertThat(output.getAll()).contains("unforeseen").contains("at io.upkeep.pipeline.FailureLogTest");
    }
}
