package io.upkeep.pipeline;

import io.upkeep.run.Fenced;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
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
            } catch (DataIntegrityViolationException | InvalidDataAccessResourceUsageException e) {
                throw new JournalUnavailable(e); // it answered: asking again brings the same
            } catch (DataAccessException | TransactionException e) {
                if (System.nanoTime() > giveUp) {
                    throw new JournalUnavailable(e);
                }
                LOG.debug("The journal does not answer, asking again: {}", e.getMessage());
                rest(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1), e);
                pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            }
        }
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
