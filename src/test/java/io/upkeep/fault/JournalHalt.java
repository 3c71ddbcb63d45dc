package io.upkeep.fault;

import io.upkeep.run.RunJournal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Puts something before and after each write of the journal, and lets a thread stand still there until its death. */
final class JournalHalt {

    private JournalHalt() {}

    /** What is done around a write: of an owned run ({@code write}) or of a request ({@code accept}). */
    interface Around {

        /** Nothing of it is committed yet. */
        void before(String method, Object argument);

        /** All of it is committed. */
        void after(String method, Object argument);
    }

    static BeanPostProcessor around(Around around) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof RunJournal journal ? proxy(journal, around) : bean;
            }
        };
    }

    private static Object proxy(RunJournal journal, Around around) {
        return Proxy.newProxyInstance(
                JournalHalt.class.getClassLoader(),
                new Class<?>[] {RunJournal.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "write" -> call(journal, method, arguments, arguments[0], around);
                    case "accept" -> call(journal, method, arguments, arguments[1], around);
                    default -> call(journal, method, arguments);
                });
    }

    private static Object call(RunJournal journal, Method method, Object[] arguments, Object what, Around around)
            throws Throwable {
        around.before(method.getName(), what);
        Object answer = call(journal, method, arguments);
        afterCommit(() -> around.after(method.getName(), what));
        return answer;
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

    static void standStill() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
