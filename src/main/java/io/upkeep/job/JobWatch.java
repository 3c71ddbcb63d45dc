package io.upkeep.job;

import io.upkeep.job.Dialect.Looked;
import io.upkeep.text.Lasting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Which request comes next, until the job is over: looks for a job that an earlier owner of the step started, starts one where
 * there is none, and asks how it is. Never asks for a second start while the first may have arrived. Pure: the time is given.
 */
final class JobWatch {

    /** What it is doing. */
    private enum Stage {
        LOOKING,
        STARTING,
        WATCHING,
        CANCELLING,
        OVER
    }

    private final Dialect dialect;
    private final JobOrder order;
    private final JobPatience patience;
    private final boolean takenOver;
    private final Instant deadline;
    private final Deque<Ask> asks = new ArrayDeque<>();
    private Stage stage;
    /** Until when a job that is not there may still appear; null when none can have been started. */
    private Instant appearsUntil;

    private boolean mayBeThere;
    private Job job;
    /** What is not answered; null while the server answers. */
    private JobSilence silence;
    /** What came for a start instead of its job; null when it was told. */
    private Answer startAnswer;

    private boolean isTroubled;
    private String news;
    private JobStop.Ending ending;
    /** Until when a server that cannot end the job now is asked again. */
    private Instant endsUntil;

    /** @param takenOver whether an earlier owner may have started the job already */
    JobWatch(Dialect dialect, JobOrder order, JobPatience patience, boolean takenOver, Instant now) {
        this.dialect = dialect;
        this.order = order;
        this.patience = patience;
        this.takenOver = takenOver;
        this.deadline = now.plus(patience.timeout());
        this.appearsUntil = takenOver ? now.plus(dialect.appearsWithin()) : now;
        look();
    }

    boolean isOver() {
        return stage == Stage.OVER;
    }

    Optional<Job> job() {
        return Optional.ofNullable(job);
    }

    Ask ask() {
        return asks.element();
    }

    /**
     * Takes in an answer to {@link #ask}.
     *
     * @return how long to rest before the next request
     * @throws JobFailed when the job did not succeed, or cannot
     */
    Duration hear(Answer answer, Instant now) {
        news = null;
        Optional<Duration> asked = RateLimit.pause(answer, now);
        if (stage == Stage.CANCELLING) {
            return cancelled(answer, asked, now);
        }
        if (asked.isPresent()) {
            return soon(asked.get(), now, answer);
        }
        if (isSilence(answer)) {
            return unanswered(answer, now);
        }
        silence = null;
        isTroubled = false;
        if (stage == Stage.WATCHING && answer.status() == 404 && job.id().startsWith("queue/")) {
            return lookAgain(now); // a queue forgets what left it
        }
        if (!answer.isGood()) {
            throw new JobFailed(JobWords.refused(order, answer) + left());
        }
        Ask told = ask();
        try {
            return switch (stage) {
                case LOOKING -> looked(answer, now);
                case STARTING -> started(answer, now);
                default -> watched(dialect.watched(order, job, answer), now);
            };
        } catch (Unreadable e) {
            mayBeThere |= stage == Stage.STARTING;
            throw new JobFailed(JobWords.unreadable(order, told, e.getMessage(), dialect.exampleAddress()) + left());
        }
    }

    /** What people who watch are to know of a server that does not answer or wants to be left alone, once until it is well. */
    Optional<String> news() {
        return Optional.ofNullable(news);
    }

    /** What nobody waits for any more. */
    private String left() {
        return job != null ? "; the job goes on: " + job.url() : mayBeThere ? "; the job may have started" : "";
    }

    private void tellOnce(String trouble) {
        news = isTroubled ? null : trouble;
        isTroubled = true;
    }

    /** The step is to end: the job, where one is known, is ended first. */
    void end(JobStop.Ending why, Instant now) {
        ending = why;
        asks.clear();
        if (job == null) {
            // an earlier owner's job that was not found yet is no job that was never started
            boolean isThere = mayBeThere || (takenOver && stage == Stage.LOOKING);
            stage = Stage.OVER;
            JobStop.Ending told = silence == null ? why : silence.ending(order, why, now);
            throw new JobFailed(JobWords.ended(order, told, isThere, startAnswer));
        }
        stage = Stage.CANCELLING;
        endsUntil = now.plus(patience.ends());
        asks.add(dialect.cancel(order, job));
    }

    /** Asked again while the server is busy or silent: a job that is not ended goes on with nobody watching. */
    private Duration cancelled(Answer answer, Optional<Duration> asked, Instant now) {
        boolean isPassing = asked.isPresent() || isSilence(answer);
        Duration pause = asked.orElse(patience.every());
        if (isPassing && !now.plus(pause).isAfter(endsUntil)) {
            return pause;
        }
        stage = Stage.OVER;
        throw new JobFailed(JobWords.cancelled(order, job, ending, answer));
    }

    private static boolean isSilence(Answer answer) {
        return answer.status() <= Answer.NOTHING || answer.status() >= 500 || answer.status() == 408;
    }

    private void look() {
        stage = Stage.LOOKING;
        asks.clear();
        asks.addAll(dialect.look(order));
    }

    private Duration lookAgain(Instant now) {
        appearsUntil = now.plus(patience.appears());
        mayBeThere = true;
        look();
        return inTime(patience.every(), now);
    }

    private Duration looked(Answer answer, Instant now) {
        Looked looked = dialect.looked(order, asks.remove(), answer);
        looked.more().forEach(asks::add);
        if (looked.job().isPresent()) {
            return watched(looked.job().get(), now);
        }
        if (!asks.isEmpty()) {
            return Duration.ZERO;
        }
        if (now.isBefore(appearsUntil)) {
            look();
            return inTime(patience.every(), now);
        }
        if (mayBeThere) {
            throw new JobFailed(JobWords.lost(order, patience.appears(), startAnswer));
        }
        stage = Stage.STARTING;
        asks.add(dialect.start(order));
        return Duration.ZERO;
    }

    private Duration started(Answer answer, Instant now) {
        return dialect.started(order, answer)
                .map(started -> watched(started, now))
                .orElseGet(() -> lookAgain(now));
    }

    private Duration watched(Job seen, Instant now) {
        job = seen.at(order.address());
        stage = seen.isOver() ? Stage.OVER : Stage.WATCHING;
        if (seen.state() == Job.State.FAILED) {
            throw new JobNotGood(JobWords.failed(order, job));
        }
        asks.clear();
        if (!seen.isOver()) {
            asks.add(dialect.watch(order, seen));
        }
        return seen.isOver() ? Duration.ZERO : inTime(patience.every(), now);
    }

    /** A start without an answer may have arrived, so it is looked for; everything else can be asked again. */
    private Duration unanswered(Answer answer, Instant now) {
        silence = new JobSilence(silence == null ? now : silence.since(), ask(), answer);
        if (silence.lasts(now).compareTo(patience.silence()) >= 0) {
            throw new JobFailed(silence.words(order, now) + left());
        }
        tellOnce(silence.news(order));
        if (stage != Stage.STARTING || answer.status() == Answer.NOT_REACHED) {
            return inTime(patience.every(), now);
        }
        startAnswer = answer;
        return lookAgain(now);
    }

    private Duration soon(Duration pause, Instant now, Answer answer) {
        if (now.plus(pause).isAfter(deadline)) {
            throw new JobFailed(JobWords.limited(order, pause, answer) + left());
        }
        tellOnce(JobWords.busy(order, pause, answer));
        return pause;
    }

    private Duration inTime(Duration pause, Instant now) {
        if (!now.isBefore(deadline)) {
            end(JobStop.Ending.late("it took longer than " + Lasting.of(patience.timeout())), now);
            return Duration.ZERO;
        }
        return pause;
    }
}
