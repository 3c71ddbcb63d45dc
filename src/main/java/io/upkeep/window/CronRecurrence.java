package io.upkeep.window;

import java.text.ParseException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * A cron expression as the timers of routes are written, six fields from seconds on. Quartz evaluates it, but in UTC,
 * where no clock changes: in a zone it skips 02:30 in spring and loses an hour of {@code 0/30} in autumn.
 */
final class CronRecurrence implements Recurrence {

    private static final int MOST_A_DAY = 24;

    private final CronExpression cron;

    private CronRecurrence(CronExpression cron) {
        this.cron = cron;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException says what is wrong with it, without the expression itself
     */
    static CronRecurrence parse(String text) {
        try {
            CronExpression cron = new CronExpression(text.strip());
            cron.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
            return new CronRecurrence(cron);
        } catch (ParseException | RuntimeException e) {
            // Quartz throws also StringIndexOutOfBounds and its like for text it did not expect
            throw new IllegalArgumentException(
                    "is not a cron expression of six fields from seconds on; write 0 0 2 ? * SUN", e);
        }
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // what Quartz takes and gives
    public List<LocalDateTime> between(LocalDateTime start, LocalDateTime end) {
        List<LocalDateTime> times = new ArrayList<>();
        long most = MOST_A_DAY * (Duration.between(start, end).toDays() + 1);
        Date last = Date.from(start.minusSeconds(1).toInstant(ZoneOffset.UTC));
        Date limit = Date.from(end.toInstant(ZoneOffset.UTC));
        for (Date next = cron.getNextValidTimeAfter(last);
                next != null && next.before(limit);
                next = cron.getNextValidTimeAfter(next)) {
            times.add(LocalDateTime.ofInstant(next.toInstant(), ZoneOffset.UTC));
            if (times.size() > most) {
                throw new IllegalArgumentException("comes more than 24 times a day; write 0 0 2 ? * SUN");
            }
        }
        return times;
    }
}
