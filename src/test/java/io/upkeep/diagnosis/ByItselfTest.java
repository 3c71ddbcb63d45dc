package io.upkeep.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.diagnosis.Evidence.Answer;
import io.upkeep.diagnosis.Evidence.FailedRun;
import io.upkeep.diagnosis.Evidence.Past;
import io.upkeep.diagnosis.Evidence.Problem;
import io.upkeep.diagnosis.Evidence.Version;
import io.upkeep.diagnosis.Issue.Service;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ByItselfTest {

    private static final Instant NOW = Instant.parse("2026-11-02T03:00:00Z");
    private static final Instant BEFORE = Instant.parse("2026-11-02T02:48:00Z");
    private static final UUID RUN = UUID.fromString("0b0e1d9e-6f4c-4c55-9d4b-0f7c3a3b1c2d");

    private IssueType type = IssueType.CONFIGURATION_ISSUE;
    private boolean endsElsewhere;
    private FailedRun run;
    private List<Problem> problems = List.of();
    private List<Answer> answers = List.of();
    private HostLook host = HostLook.read("@@unit api\n active\n@@end\n");

    private String gone() {
        Issue issue = new Issue(
                type,
                run == null ? null : RUN,
                "",
                Set.of("queue", "host"),
                List.of(new Service("queue", "host", "api")),
                NOW,
                endsElsewhere);
        Evidence evidence = new Evidence(
                issue,
                problems,
                Map.of("host", host),
                new Past(run, List.of(), List.of(), List.of(), answers),
                Map.of(),
                Version.NONE,
                DatabaseLook.NONE,
                CacheLook.NONE);
        return ByItself.gone(evidence, Causes.of(evidence));
    }

    @Test
    void a_probe_that_was_critical_and_answers_again_says_so() {
        answers = List.of(new Answer("queue", "http", "OK", BEFORE), new Answer("queue", "tls", "WARNING", null));
        assertThat(gone()).isEqualTo("queue http was critical last at 2026-11-02T02:48:00Z and is well again");
    }

    @Test
    void nobody_can_tell_where_nothing_was_ever_seen_to_be_wrong() {
        assertThat(gone()).isEmpty();
        answers = List.of(new Answer("queue", "http", "OK", null));
        assertThat(gone()).isEmpty();
        type = IssueType.SERVICE_FAILURE;
        assertThat(gone()).isEqualTo("queue answers every probe");
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN", "MAINTENANCE", "CRITICAL"})
    void a_probe_that_does_not_know_or_was_not_asked_again_says_nothing(String state) {
        type = IssueType.SERVICE_FAILURE;
        answers = List.of(new Answer("queue", "http", "OK", BEFORE), new Answer("host", "ssh", state, null));
        assertThat(gone()).isEmpty();
    }

    @Test
    void what_no_probe_tells_of_is_not_gone_because_all_probes_are_well() {
        answers = List.of(new Answer("queue", "http", "OK", BEFORE));
        endsElsewhere = true;
        assertThat(gone()).isEmpty();
    }

    @Test
    void what_belongs_to_others_does_not_count() {
        answers = List.of(new Answer("elsewhere", "http", "OK", BEFORE));
        assertThat(gone()).isEmpty();
    }

    @Test
    void it_is_not_gone_while_something_is_critical_or_a_cause_is_likely() {
        answers = List.of(new Answer("queue", "http", "OK", BEFORE));
        problems = List.of(new Problem("queue", "tls", "it has expired", NOW));
        assertThat(gone()).isEmpty();

        problems = List.of();
        host = HostLook.read("@@unit api\n failed\n@@end\n");
        assertThat(gone()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ROLLED_BACK,     true,  undid what it did",
        "ROLLED_BACK,     false, ''",
        "SUCCEEDED,       false, is SUCCEEDED",
        "CANCELLED,       false, is CANCELLED",
        "RUNNING,         false, ''",
        "ROLLBACK_FAILED, true,  ''",
    })
    void a_run_that_is_over_leaves_nothing_to_do_but_what_a_check_found_wrong_is_so(
            String state, boolean undid, String says) {
        run = new FailedRun(RUN, "update-system", state, "update", "no room", undid);
        answers = List.of(new Answer("queue", "http", "OK", BEFORE));
        assertThat(gone()).isEqualTo(says.isEmpty() ? "" : "run " + RUN + " of update-system " + says);
    }
}
