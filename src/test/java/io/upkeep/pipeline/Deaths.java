package io.upkeep.pipeline;

import io.upkeep.run.Fenced;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunWrite;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepRecord;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Ends owners of runs at chosen writes, before or after the commit, as a crash would: nothing that the owner wants to
 * write afterwards is written. Notes which steps' OUTCOMEs were committed.
 */
final class Deaths implements BeanPostProcessor {

    /** @param write how many writes the owner gets done before */
    record Death(int write, boolean committed) {}

    private final Map<UUID, Deque<Death>> planned = new ConcurrentHashMap<>();
    private final Map<UUID, AtomicInteger> writes = new ConcurrentHashMap<>();
    private final Map<UUID, Set<Long>> dead = new ConcurrentHashMap<>();
    private final Map<UUID, Set<StepKey>> finished = new ConcurrentHashMap<>();
    private final AtomicInteger happened = new AtomicInteger();

    /** Before the run is asked for nobody knows its id: deaths wait for the first run of the pipeline. */
    private final Map<String, Deque<Death>> ofPipeline = new ConcurrentHashMap<>();

    void plan(String pipeline, Iterable<Death> deaths) {
        Deque<Death> queue = new ConcurrentLinkedDeque<>();
        deaths.forEach(queue::add);
        ofPipeline.put(pipeline, queue);
    }

    int happened() {
        return happened.get();
    }

    boolean isFinished(UUID run, StepKey step) {
        return finished.getOrDefault(run, Set.of()).contains(step);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof RunJournal journal
                ? Proxy.newProxyInstance(
                        Deaths.class.getClassLoader(),
                        new Class<?>[] {RunJournal.class},
                        (proxy, method, arguments) -> method.getName().equals("write")
                                ? write(journal, method, (RunWrite) arguments[0])
                                : call(journal, method, arguments))
                : bean;
    }

    private Object write(RunJournal journal, Method method, RunWrite write) throws Throwable {
        UUID run = write.run().id();
        long epoch = write.run().epoch();
        if (dead.getOrDefault(run, Set.of()).contains(epoch)) {
            throw new Fenced(run, epoch);
        }
        Deque<Death> queue = planned.computeIfAbsent(
                run, id -> ofPipeline.getOrDefault(write.run().pipeline(), new ConcurrentLinkedDeque<>()));
        Death next = queue.peek();
        boolean dies = next != null
                && writes.computeIfAbsent(run, id -> new AtomicInteger()).incrementAndGet() > next.write();
        if (dies) {
            queue.remove();
            writes.remove(run);
        }
        if (dies && !next.committed()) {
            happened.incrementAndGet();
            if (!write.takesUp()) { // otherwise the next owner gets the same epoch
                dead.computeIfAbsent(run, id -> ConcurrentHashMap.newKeySet()).add(epoch);
            }
            throw new Fenced(run, epoch);
        }
        Object answer = call(journal, method, new Object[] {write});
        afterCommit(() -> {
            note(write);
            if (dies) {
                throw die(run, epoch);
            }
        });
        return answer;
    }

    private Fenced die(UUID run, long epoch) {
        dead.computeIfAbsent(run, id -> ConcurrentHashMap.newKeySet()).add(epoch);
        happened.incrementAndGet();
        return new Fenced(run, epoch);
    }

    private void note(RunWrite write) {
        for (StepRecord step : write.steps()) {
            if (step.state() == StepRecord.State.FINISHED || step.state() == StepRecord.State.FAILED) {
                finished.computeIfAbsent(write.run().id(), id -> ConcurrentHashMap.newKeySet())
                        .add(step.key());
            }
        }
    }

    private static void afterCommit(Runnable work) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            work.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }

    private static Object call(RunJournal journal, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(journal, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
