package io.upkeep.approval;

import static io.upkeep.approval.Books.NOW;
import static io.upkeep.approval.Books.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.approval.ApprovalVerdict.Granted;
import io.upkeep.approval.ApprovalVerdict.Missing;
import io.upkeep.approval.ApprovalVerdict.Rejected;
import io.upkeep.approval.ApprovalVerdict.Voided;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision as a table: who must agree, who said what, what comes of it. */
class ApprovalRulesTest {

    private static final Plan PLANNED = Books.plan("1");
    private static final String PLAN = PLANNED.hash();

    @ParameterizedTest(name = "{0} asked by {1}, yes from {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-,                              person:zoe,   -,          needs no approval",
                "operations-lead,                person:zoe,   bob,        approved by bob (operations-lead)",
                "operations-lead,                person:zoe,   carol,      waits for a yes from operations-lead (ada or bob)",
                "operations-lead,                person:zoe,   stranger,   waits for a yes from operations-lead (ada or bob)",
                "operations-lead,                person:bob,   bob,        waits for a yes from operations-lead (ada)",
                "operations-lead,                person: BOB,  bob,        waits for a yes from operations-lead (ada)",
                "operations-lead,                kafka:Bob,    bob,        waits for a yes from operations-lead (ada)",
                "operations-lead,                timer:bob,    bob,        approved by bob (operations-lead)",
                "operations-lead,                bob,          bob,        approved by bob (operations-lead)",
                "operations-lead technical-lead, person:zoe,   bob carol,  approved by bob (operations-lead) and carol (technical-lead)",
                "operations-lead technical-lead, person:zoe,   ada,        waits for a yes from technical-lead (bob or carol)",
                "operations-lead technical-lead, person:zoe,   ada ada,    waits for a yes from technical-lead (bob or carol)",
                "operations-lead technical-lead, person:zoe,   ada bob,    approved by bob (operations-lead) and ada (technical-lead)",
                "operations-lead technical-lead, person:zoe,   bob ada,    approved by bob (operations-lead) and ada (technical-lead)",
                "operations-lead technical-lead, person:zoe,   ada carol,  approved by ada (operations-lead) and carol (technical-lead)",
                "operations-lead technical-lead, person:carol, bob,        waits for a yes from technical-lead (ada)",
                "management,                     person:mo,    -,          waits for a yes from management (nobody else has this role",
                "janitor,                        person:zoe,   bob,        waits for a yes from janitor (nobody has this role"
            })
    void one_yes_from_each_role_each_from_another_person_and_none_from_who_asked(
            String roles, String requestedBy, String yeses, String verdict) {
        assertThat(decide(
                                words(roles),
                                requestedBy,
                                words(yeses).stream()
                                        .map(ApprovalRulesTest::yes)
                                        .toList())
                        .reason())
                .startsWith(verdict);
    }

    @Test
    void three_people_with_overlapping_roles_are_seated_whichever_way_works() {
        People people = new People(List.of(person("a", "x", "y", "z"), person("b", "x", "y"), person("c", "x")));

        ApprovalVerdict verdict = ApprovalRules.decide(
                List.of("x", "y", "z"), PLAN, "timer:t", List.of(yes("a"), yes("b"), yes("c")), people, NOW);

        assertThat(verdict.reason()).isEqualTo("approved by c (x) and b (y) and a (z)");
    }

    @Test
    void a_yes_counts_to_the_last_instant_before_it_runs_out() {
        List<Answer> given = List.of(yes("bob"));

        assertThat(at(NOW.plus(Duration.ofDays(7)).minusNanos(1), given)).isInstanceOf(Granted.class);
        assertThat(at(NOW.plus(Duration.ofDays(7)), given)).isInstanceOf(Missing.class);
    }

    @Test
    void a_yes_to_another_plan_is_void() {
        Answer other = Answer.of("bob", true, "plan-2", null, NOW, NOW.plus(Duration.ofDays(7)));

        assertThat(at(NOW, List.of(other))).isInstanceOf(Voided.class);
        assertThat(at(NOW, List.of(other, yes("bob")))).as("said again").isInstanceOf(Granted.class);
        assertThat(at(NOW, List.of(other, yes("ada")))).as("another's yes").isInstanceOf(Granted.class);
    }

    @Test
    void one_no_outweighs_every_yes() {
        Answer no = Answer.of("carol", false, PLAN, "not on a Friday", NOW, NOW);

        assertThat(at(NOW, List.of(yes("ada"), no, yes("bob"))))
                .isEqualTo(new Rejected("carol", "not on a Friday"))
                .extracting(ApprovalVerdict::reason)
                .isEqualTo("rejected by carol: not on a Friday");
    }

    @Test
    void who_said_no_is_not_recorded_as_having_said_yes() {
        Answer no = Answer.of("ada", false, PLAN, "not good enough", NOW, NOW.plus(Duration.ofDays(7)));

        assertThat(yesFor(List.of(no))).containsOnlyNulls();
        assertThat(yesFor(List.of(yes("carol"), no))).containsExactly(null, "carol");
        assertThat(yesFor(List.of(yes("ada"), no)))
                .as("the no is the last word")
                .containsOnlyNulls();
    }

    /** Who has said yes for the operations' lead, and who for the technical lead, as the record shows it. */
    private static List<String> yesFor(List<Answer> answers) {
        ApprovalRequest asked = new ApprovalRequest(
                UUID.randomUUID(),
                PLANNED,
                List.of("operations-lead", "technical-lead"),
                "person:zoe",
                NOW,
                null,
                answers);
        return ApprovalRules.asked(asked, Books.PEOPLE, NOW).stream()
                .map(Asking::yes)
                .toList();
    }

    private static ApprovalVerdict at(java.time.Instant now, List<Answer> answers) {
        return ApprovalRules.decide(Set.of("operations-lead"), PLAN, "person:zoe", answers, Books.PEOPLE, now);
    }

    private static ApprovalVerdict decide(List<String> roles, String requestedBy, List<Answer> answers) {
        return ApprovalRules.decide(roles, PLAN, requestedBy, answers, Books.PEOPLE, NOW);
    }

    private static Answer yes(String person) {
        return Answer.of(person, true, PLAN, null, NOW, NOW.plus(Duration.ofDays(7)));
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : Arrays.asList(text.split(" "));
    }
}
