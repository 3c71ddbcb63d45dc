package io.upkeep.fleet;

import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * Why the thread that waits for hosts was interrupted. The engine sets a {@code Supplier<StopReason>} as the exchange
 * property {@value #PROPERTY}; it is asked after the interrupt. Without it an interrupt means {@link #CANCELLED}.
 */
public enum StopReason {
    /** A person cancelled the run: its work on the hosts is ended. */
    CANCELLED,
    /** The step took longer than it may: its work on the hosts is ended. */
    TIMED_OUT,
    /** Another node owns the run now: the work goes on, the next owner finds it again. */
    OWNERSHIP_LOST,
    /** This node stops: the work goes on, the next owner finds it again. */
    SHUTDOWN;

    /** Exchange property that holds a {@code Supplier<StopReason>}. */
    public static final String PROPERTY = "UpkeepStopReason";

    /** Whether processes on hosts are left alone. */
    public boolean leavesWork() {
        return this == OWNERSHIP_LOST || this == SHUTDOWN;
    }

    static Supplier<StopReason> of(Exchange exchange) {
        Supplier<?> given = exchange.getProperty(PROPERTY, Supplier.class);
        return () -> given != null && given.get() instanceof StopReason reason ? reason : CANCELLED;
    }
}
