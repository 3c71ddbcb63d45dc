package io.upkeep.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.run.Run.Wish;
import io.upkeep.run.StopWords;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as tried, and what a person has decided. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AttemptsTest {

    private static final List<Map<?, ?>> REMEDIES = List.of(
            Map.of("id", "clean-logs:a:logs", "says", "make room on a"),
            Map.of("id", "resume-run:r:run", "says", "go on"));

    private static Attempts at(String step, String failure) {
        return Attempts.of(REMEDIES, "restart-service:a:api", step, failure);
    }

    @Test
    void what_failed_was_tried_and_what_comes_after_it_was_not() {
        Attempts attempts = at("solve-rollback-issue/remedy/clean-logs[0]", "exit code 1");

        assertThat(attempts.all()).containsExactly("restart-service:a:api", "clean-logs:a:logs");
        assertThat(attempts.words()).isEqualTo("tried: make room on a; it failed: exit code 1");
    }

    @Test
    void what_did_not_help_was_all_tried() {
        assertThat(at("verify", "still wrong").words())
                .isEqualTo("tried: make room on a, go on; it did not help: still wrong");
    }

    @Test
    void a_proposal_that_failed_after_a_yes_was_tried() {
        assertThat(at("solve-x/propose[1]", "run 1 of apply-remedy ended ROLLED_BACK: exit code 1")
                        .now())
                .containsExactly("make room on a", "go on");
    }

    @Test
    void a_no_and_a_stop_are_answers() {
        assertThat(at("solve-x/propose[0]", "run 1 of apply-remedy ended REJECTED: no")
                        .now())
                .isEmpty();
        assertThat(at("solve-x/propose[0]", null).now()).isEmpty();
        assertThat(at("analyse", "no cause was found").now()).isEmpty();
        assertThat(at(null, null).now()).isEmpty();
    }

    @Test
    void a_remedy_that_a_person_ended_was_not_tried_in_vain() {
        String step = "solve-x/remedy/clean-logs[0]";
        Wish byAda = new Wish(Wish.Kind.ROLL_BACK, "ada");
        Wish byAStep = new Wish(Wish.Kind.ROLL_BACK, "step 'solve-x', which failed, with run 2 of troubleshoot");

        assertThat(at(step, StopWords.ended(byAda, "the script was interrupted"))
                        .now())
                .isEmpty();
        assertThat(at(
                                step,
                                "run 1 of apply-remedy ended CANCELLED: "
                                        + StopWords.asked(new Wish(Wish.Kind.CANCEL, "ada")))
                        .now())
                .isEmpty();
        assertThat(at(step, "run 1 of apply-remedy ended ROLLED_BACK: " + StopWords.ended(byAda, "interrupted"))
                        .now())
                .isEmpty();
        assertThat(at(step, StopWords.ended(byAStep, "interrupted")).now()).isNotEmpty();
        assertThat(at(step, "exit 1: apt-get: cancelled by root").now())
                .as("what a host says is nobody's decision")
                .isNotEmpty();
    }

    @Test
    void after_so_many_it_is_a_persons() {
        Attempts attempts = Attempts.of(REMEDIES, "a b c", "verify", "still wrong");

        assertThat(attempts.mayGoOn()).isFalse();
        assertThat(attempts.end()).startsWith("nothing more is proposed: 5 remedies were tried");
    }

    @ParameterizedTest
    @CsvSource({
        "solve-service-failure/remedy/tell-done[0], 0, true",
        "solve-service-failure/remedy/tell-done[0], 1, false",
        "solve-service-failure/propose[1],          1, true",
        "solve-service-failure/tell-proposal[0],    0, false",
        "solve-service-failure,                     0, false",
    })
    void what_was_done_to_its_end_is_put_back(String finished, int index, boolean isDone) {
        assertThat(Attempts.isDone(List.of("identify", finished), index)).isEqualTo(isDone);
    }
}
