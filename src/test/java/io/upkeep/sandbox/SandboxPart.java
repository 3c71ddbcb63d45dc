package io.upkeep.sandbox;

import java.util.Set;

/** A part of the sandbox that can be looked at, broken and healed by name. */
public interface SandboxPart extends AutoCloseable {

    /** The name on the control page and in {@link Sandbox#breakPart}: {@code kafka}, {@code api-1}. */
    String name();

    /** Where its clients find it, as a URI. */
    String address();

    /** {@code healthy}, or the fault it was broken with. */
    String state();

    /** The faults it knows. */
    Set<String> faults();

    /** Breaks it; throws {@link IllegalArgumentException} naming the known faults when it does not know this one. */
    void breakWith(String fault);

    /** Ends the fault; nothing happens when it is healthy. */
    void heal();

    @Override
    void close();
}
