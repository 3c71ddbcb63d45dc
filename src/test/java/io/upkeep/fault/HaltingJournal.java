package io.upkeep.fault;

import io.upkeep.fault.Boundary.Moment;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunWrite;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Added to the Upkeep that is going to be killed: stands still at one boundary ({@code fault.halt-at}), says so on
 * standard output and waits for its death. Not found by scanning: it has no stereotype.
 */
class HaltingJournal {

    static final String HALTED = "@@halted at ";
    static final String HALT_AT = "fault.halt-at";
    static final String VERSION = "fault.version";
    static final String REQUEST = "deploy-once";

    HaltingJournal() {
        Thread parent = new Thread(HaltingJournal::dieWithTheTest, "test-watch");
        parent.setDaemon(true);
        parent.start();
    }

    /** Asks for the same run at each start: a repeat gets the run of the first request. */
    @Bean
    ApplicationRunner request(Runs runs, @Value("${fault.version}") String version) {
        Map<String, String> parameters = Map.of("version", version, "environment", "production");
        return arguments -> runs.request(new RunRequest("deploy-configuration", parameters, "test", REQUEST));
    }

    @Bean
    static BeanPostProcessor halting(Environment environment) {
        String haltAt = environment.getProperty(HALT_AT, "");
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof RunJournal journal ? haltingAt(haltAt, journal) : bean;
            }
        };
    }

    private static Object haltingAt(String boundary, RunJournal journal) {
        return Proxy.newProxyInstance(
                HaltingJournal.class.getClassLoader(),
                new Class<?>[] {RunJournal.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("write")) {
                        return call(journal, method, arguments);
                    }
                    List<StepRecord> steps = ((RunWrite) arguments[0]).steps();
                    halt(boundary, steps, StepRecord.State.FINISHED, Moment.WORK_DONE);
                    Object answer = call(journal, method, arguments);
                    afterCommit(() -> {
                        halt(boundary, steps, StepRecord.State.STARTED, Moment.INTENT_COMMITTED);
                        halt(boundary, steps, StepRecord.State.FINISHED, Moment.OUTCOME_COMMITTED);
                    });
                    return answer;
                });
    }

    private static void halt(String boundary, List<StepRecord> steps, StepRecord.State state, Moment moment) {
        steps.stream().filter(step -> step.state() == state).forEach(step -> haltIf(boundary, step.key(), moment));
    }

    private static Object call(RunJournal journal, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(journal, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** A write is a transaction by itself, unless a listener writes with it. */
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

    private static void haltIf(String boundary, StepKey step, Moment moment) {
        String here = new Boundary(step.phase(), step.toString(), moment).toString();
        if (!here.equals(boundary)) {
            return;
        }
        System.out.println(HALTED + here);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Standard input ends when the test's JVM does, however that came about. */
    private static void dieWithTheTest() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("standard input broke: " + e);
        }
        Runtime.getRuntime().halt(1);
    }
}
