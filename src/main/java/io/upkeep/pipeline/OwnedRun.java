package io.upkeep.pipeline;

import io.upkeep.run.Run;
import io.upkeep.run.RunFact;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunJournal.Written;
import io.upkeep.run.RunNews;
import io.upkeep.run.RunTrigger;
import io.upkeep.run.RunWrite;
import io.upkeep.run.RunWrite.Queue;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepOutcome;
import io.upkeep.run.StepRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A run in the hands of its owner. What is to become true together is collected and written in one transaction: the end
 * of a step with the start of the next, the last step's end with the run's.
 */
final class OwnedRun {

    private static final Queue KEEP = new Queue.Keep();
    private static final Queue LEAVE = new Queue.Leave();

    private final String owner;
    private final boolean isWaitedFor;
    private final RunRecorder recorder;
    private final Clock clock;
    private final Map<StepKey, StepRecord> steps = new LinkedHashMap<>();
    private final List<RunNews> news = new ArrayList<>();
    private Run written;
    private Run now;
    private boolean takesUp = true;
    private volatile Run.Wish wish;

    /** The run as it was before it was taken up: the first write raises its epoch. */
    OwnedRun(Run found, String owner, RunRecorder recorder, Clock clock) {
        this(found, owner, true, recorder, clock);
    }

    private OwnedRun(Run found, String owner, boolean isWaitedFor, RunRecorder recorder, Clock clock) {
        this.owner = owner;
        this.isWaitedFor = isWaitedFor;
        this.recorder = recorder;
        this.clock = clock;
        this.written = found.takenUp();
        this.now = written;
        this.wish = found.wish();
    }

    /** The same of a run that starts without locks: nobody waits for its end, unless it has a parent. */
    static OwnedRun withoutLocks(Run found, String owner, RunRecorder recorder, Clock clock) {
        return new OwnedRun(found, owner, found.parent() != null, recorder, clock);
    }

    synchronized Run run() {
        return now;
    }

    /** What a person has asked of the run meanwhile, as of the last write; null when nothing. */
    Run.Wish wish() {
        return wish;
    }

    /** Notes a step's INTENT and writes all that was noted. */
    synchronized void open(StepKey key, int attempt, int work) {
        StepRecord step =
                new StepRecord(key, StepRecord.State.STARTED, attempt, work, clock.instant(), null, null, null);
        steps.remove(key);
        steps.put(key, step);
        tell("step.started", key, null);
        flush(KEEP);
    }

    /** Notes a step's OUTCOME, to be written with what follows at once. */
    synchronized void close(StepRecord ended, StepOutcome outcome) {
        steps.put(ended.key(), ended);
        tell("step.finished", ended.key(), outcome);
    }

    /** Notes that a step rests without an OUTCOME, to be written with what follows at once. */
    synchronized void leave(StepRecord rests) {
        steps.put(rests.key(), rests);
    }

    /** Notes a move of the run, to be written with what follows at once. */
    synchronized void note(RunTrigger trigger, Change change, String what) {
        now = now.moved(now.state().after(trigger), change, now.epoch(), clock.instant());
        tell(what, null, null);
    }

    /** Notes that the run goes on past its window's end, to be written with what follows at once. Of branches one tells it. */
    synchronized void overrun(String reason) {
        if (!now.window().isOverrun()) {
            now = now.overran(reason);
            tell("run.overran", null, null);
        }
    }

    /**
     * Notes that the run fails, to be written with whatever is written next: an owner that takes over while other branches
     * are still at work need not find out again. The first failure counts.
     */
    synchronized void failing(StepKey step, String failure) {
        if (now.failedStep() == null) {
            now = now.failing(step.toString(), failure);
        }
    }

    /** Moves the run and writes all that was noted. */
    synchronized Run move(RunTrigger trigger, Change change, String what) {
        note(trigger, change, what);
        flush(now.state().isAtRest() ? LEAVE : KEEP);
        return now;
    }

    /** Moves the run, writes all that was noted and gives the run back until an instant. */
    synchronized void moveAndGiveBack(RunTrigger trigger, Change change, String what, Instant until) {
        note(trigger, change, what);
        flush(new Queue.Again(until));
    }

    /** The same without telling anybody: nothing that matters to others changed. */
    synchronized void moveQuietlyAndGiveBack(RunTrigger trigger, Change change, Instant until) {
        now = now.moved(now.state().after(trigger), change, now.epoch(), clock.instant());
        flush(new Queue.Again(until));
    }

    /** Takes a run that is at rest out of the queue: whoever put it to rest was cut off before he could. */
    synchronized void settle() {
        flush(LEAVE);
    }

    /** Gives the run back as it is, to be taken up again by anybody. */
    synchronized void giveBack(Instant at) {
        flush(new Queue.Again(at));
    }

    /** Writes what was noted, if anything was. */
    synchronized void flush() {
        if (!news.isEmpty()) {
            flush(KEEP);
        }
    }

    /** Has its epoch raised even though nothing else is to be said yet. */
    synchronized void takeUp() {
        if (takesUp) {
            flush(KEEP);
        }
    }

    private void flush(Queue queue) {
        List<RunFact> facts = news.stream().map(recorder::fact).toList();
        RunWrite write = new RunWrite(
                UUID.randomUUID(),
                written,
                owner,
                takesUp,
                now,
                List.copyOf(steps.values()),
                facts,
                queue,
                isWaitedFor);
        Written done = recorder.write(write, List.copyOf(news));
        written = now;
        takesUp = false;
        wish = done.wish();
        steps.clear();
        news.clear();
    }

    private void tell(String what, StepKey step, StepOutcome outcome) {
        news.add(new RunNews(now, what, 0, step, outcome, clock.instant()));
    }
}
