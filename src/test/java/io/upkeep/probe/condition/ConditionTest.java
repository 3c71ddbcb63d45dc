package io.upkeep.probe.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ConditionTest {

    private static final String BODY = """
            {"status": "UP", "queue": {"depth": 12, "names": ["taxes", "passports"]}, "error": null, "price": "7.50"}""";
    private static final Answer ANSWER = Answer.connected()
            .with(Fact.STATUS, 200)
            .with(Fact.RESPONSE_TIME, 120L)
            .with(Fact.CERTIFICATE_EXPIRATION, Duration.ofDays(20).toMillis())
            .with(Fact.BODY, BODY);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[STATUS] == 200",
                "[STATUS] != 500",
                "[STATUS] < 300",
                "200 == [STATUS]",
                "[STATUS] == any(200, 204)",
                "any(200, 204) == [STATUS]",
                "[CONNECTED] == true",
                "[BODY].status == UP",
                "[BODY].status == 'UP'",
                "[BODY].status == any(pat(*P), ok)",
                "[BODY].queue.depth <= 12",
                "[BODY].queue.names[1] == passports",
                "[BODY].price == 7.5",
                "[BODY] == pat(*passports*)",
                "[BODY] != pat(*maintenance*)",
                "len([BODY].queue.names) == 2",
                "len([BODY].status) == 2",
                "has([BODY].queue) == true",
                "has([BODY].nothing) == false",
                "[RESPONSE_TIME] < 300",
                "[RESPONSE_TIME] < 1s",
                "[CERTIFICATE_EXPIRATION] > 240h",
                "[CERTIFICATE_EXPIRATION] > 10d"
            })
    void a_good_answer_meets_it(String condition) {
        Outcome outcome = Condition.parse(condition).check(ANSWER);
        assertThat(outcome.met()).as(outcome.reason()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[STATUS] == 204 | [STATUS] (200) == 204",
                "[STATUS] == any(201, 204) | [STATUS] (200) == any(201, 204)",
                "[BODY].status == DOWN | [BODY].status (UP) == DOWN",
                "[BODY].queue.depth > 12 | [BODY].queue.depth (12) > 12",
                "[BODY].status > 3 | [BODY].status (UP) > 3",
                "[BODY].missing == x | [BODY].missing (nothing) == x",
                "[BODY].missing != x | [BODY].missing (nothing) != x",
                "[BODY].status.deeper == x | [BODY].status.deeper (nothing) == x",
                "[DNS_RCODE] == NOERROR | [DNS_RCODE] (nothing) == NOERROR",
                "len([BODY].queue.names) > 2 | len([BODY].queue.names) (2) > 2",
                "[RESPONSE_TIME] < 100ms | [RESPONSE_TIME] (120) < 100ms"
            })
    void what_is_not_met_is_said_with_the_value(String condition, String reason) {
        Outcome outcome = Condition.parse(condition).check(ANSWER);
        assertThat(outcome.met()).isFalse();
        assertThat(outcome.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[STATUS] | compares nothing",
                "[STATUS]==200 | compares nothing",
                "[STATUSS] == 200 | there is no [STATUSS]",
                "[STATUS].x == 200 | [STATUS] has no parts",
                "[BODY].a[x] == 1 | is no path into JSON",
                "[BODY] < pat(*x) | orders by pat() or any()",
                "size([BODY]) == 2 | calls 'size'",
                "len(x) == 1 | is no fact of an answer",
                "1 == 1 | asks for nothing of the answer"
            })
    void a_mistake_is_named_with_an_example(String condition, String problem) {
        assertThatThrownBy(() -> Condition.parse(condition))
                .hasMessageContaining("condition '" + condition + "'")
                .hasMessageContaining(problem)
                .hasMessageContaining("; write ");
    }

    @Test
    void a_hostile_body_costs_little_and_is_shown_on_one_short_line() {
        String deep = "[".repeat(200_000);
        Answer hostile = Answer.connected().with(Fact.BODY, deep);
        assertThat(Condition.parse("[BODY][0] == 1").check(hostile).met()).isFalse();
        assertThat(Condition.parse("len([BODY]) <= 65536").check(hostile).met()).isTrue();

        Answer text = Answer.connected().with(Fact.BODY, "a\u0007\n".repeat(40_000));
        Outcome outcome = Condition.parse("[BODY] == pat(*a*a*a*a*a*a*a*b)").check(text);
        assertThat(outcome.met()).isFalse();
        assertThat(outcome.reason()).hasSizeLessThan(200).doesNotContain("\n", "\u0007");
    }
}
