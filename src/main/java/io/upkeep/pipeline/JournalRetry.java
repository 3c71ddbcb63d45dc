package io.upkeep.pipeline;

import io.upkeep.run.Fenced;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Asks the database again when it does not answer, so that a short outage costs no run anything. Whether the lost
 * attempt was committed is for the caller to find out: it is told which attempt this is.
 */
@Component
class JournalRetry {

    private static final Logger LOG = LoggerFactory.getLogger(JournalRetry.class);
    private static final String CONNECTION_EXCEPTION = "08"; // the class of SQL states
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private final Duration patience;

    JournalRetry(EngineSettings settings) {
        this.patience = settings.journalPatience();
    }

    /**
     * The answer of the first attempt that got one.
     *
     * @throws JournalUnavailable when none did within the patience
     * @throws Fenced when the answer is that the run belongs to somebody else
     */
    <T> T untilItAnswers(IntFunction<T> attempt) {
        long giveUp = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        for (int n = 1; ; n++) {
            try {
                return attempt.apply(n);
            } catch (DataAccessException | TransactionException e) {
                if (isAnswer(e) || System.nanoTime() > giveUp) {
                    throw new JournalUnavailable(e);
                }
                LOG.debug("The journal does not answer, asking again: {}", e.getMessage());
                rest(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1), e);
                pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    /**
     * Whether the database refused what was asked: asking again brings the same. A connection that is lost while the
     * driver asks something for itself looks like a refusal, too, and only its cause says what it is.
     */
    private static boolean isAnswer(RuntimeException failure) {
        return (failure instanceof DataIntegrityViolationException
                        || failure instanceof InvalidDataAccessResourceUsageException)
                && Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                        .noneMatch(JournalRetry::isLostConnection);
    }

    private static boolean isLostConnection(Throwable cause) {
        return cause instanceof SQLException failure
                && failure.getSQLState() != null
                && failure.getSQLState().startsWith(CONNECTION_EXCEPTION);
    }

    private static void rest(long millis, RuntimeException cause) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalUnavailable(cause);
        }
    }
}
