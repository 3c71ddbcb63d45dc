package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.BadSqlGrammarException;

class JournalRetryTest {

    private final JournalRetry retry = new JournalRetry(new EngineSettings(
            "node", 1, Duration.ofSeconds(1), Duration.ofSeconds(1), 5, Duration.ofSeconds(1), Duration.ofSeconds(5)));
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void asks_again_when_the_database_does_not_answer() {
        assertThat(answerAfter(new DataAccessResourceFailureException("connection lost")))
                .isEqualTo(2);
    }

    @Test
    void asks_again_when_the_connection_was_lost_while_the_driver_asked_something_for_itself() {
        SQLException lost = new SQLException("An I/O error occurred", "08006");

        assertThat(answerAfter(refusal(new SQLException("Cannot cast an instance of UUID[]", "07006", lost))))
                .isEqualTo(2);
    }

    @Test
    void does_not_ask_again_for_what_the_database_refused() {
        DataAccessException refused = refusal(new SQLException("no such column", "42703"));

        assertThatThrownBy(() -> answerAfter(refused))
                .isInstanceOf(JournalUnavailable.class)
                .hasCause(refused);
        assertThat(asked).hasValue(1);
    }

    private int answerAfter(DataAccessException failure) {
        return retry.untilItAnswers(attempt -> {
            if (asked.incrementAndGet() == 1) {
                throw failure;
            }
            return attempt;
        });
    }

    private static BadSqlGrammarException refusal(SQLException cause) {
        return new BadSqlGrammarException("PreparedStatementCallback", "", cause);
    }
}
