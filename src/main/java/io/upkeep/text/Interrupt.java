package io.upkeep.text;

/** The interrupt of a thread that asks something. It says nothing of what was asked, so it is no answer and no failure of that. */
public final class Interrupt {

    private Interrupt() {}

    /** Whether it failed since its thread, which is the current one, was interrupted. */
    public static boolean is(Throwable failure) {
        return Thread.currentThread().isInterrupted()
                || Causes.find(failure, InterruptedException.class).isPresent();
    }

    /** Throws what a route has caught and is about to take for a result, where it is an interrupt. */
    public static void passOn(Exception failure) throws Exception {
        if (is(failure)) {
            throw failure;
        }
    }
}
