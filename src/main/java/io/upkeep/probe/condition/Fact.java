package io.upkeep.probe.condition;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a condition can ask of an answer; written in brackets. */
public enum Fact {
    /** Whether the target was reached and answered. */
    CONNECTED,
    /** The HTTP status. */
    STATUS,
    /** What was answered, as text; with a path, a part of it read as JSON: {@code [BODY].checks[0].name}. */
    BODY,
    /** Milliseconds from the question to the end of the answer. */
    RESPONSE_TIME,
    /** How long the server's certificate is still valid. */
    CERTIFICATE_EXPIRATION,
    /** How a name server answered: {@code NOERROR}, {@code NXDOMAIN}, {@code SERVFAIL}. */
    DNS_RCODE,
    /** A script's exit code. */
    EXIT,
    /** How long ago a job reported, the oldest message that a consumer group has not read was written, or what waits longest came. */
    AGE,
    /** How many wait in a queue. */
    DEPTH,
    /** How many messages a consumer group has not read. */
    LAG,
    /** How many of the partition that has most of them. */
    LARGEST_LAG,
    /** How many consumers a group has. */
    MEMBERS,
    /** What the brokers say of a group: {@code STABLE}, {@code EMPTY} and others. */
    GROUP_STATE;

    /** As conditions write it. */
    String written() {
        return "[" + name() + "]";
    }

    static Optional<Fact> of(String name) {
        return Arrays.stream(values()).filter(fact -> fact.name().equals(name)).findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(Fact::written).collect(Collectors.joining(" "));
    }
}
