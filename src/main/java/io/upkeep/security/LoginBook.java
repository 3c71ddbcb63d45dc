package io.upkeep.security;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is remembered of logins. Writes join the caller's transaction. */
interface LoginBook {

    /**
     * A line for each host: what it calls itself, a space, up to where its log was read. Hosts that call themselves alike, such
     * as clones of one machine, are left out: none may move another's place.
     */
    List<String> positions();

    /** When the host's log was read last. */
    Optional<Instant> readAt(String host);

    /** From here the host's log is read next time. */
    void position(String host, String name, String position, Instant at);

    /** Adds to what failed before. */
    void failed(String host, Map<LoginReport.Attempt, Integer> failures);

    /** A login; the first of this user from this address is remembered with the failures of the address or the user since. */
    void succeeded(String host, LoginLine login, Instant failuresSince);

    /** Failures since, those most often first. */
    List<Count> failures(String host, Instant since, boolean byAddress, int atLeast);

    /** First logins since, that so many failures came before. */
    List<First> firstLogins(String host, Instant since, int atLeast);

    /** Forgets failures before the one instant, and from where people have logged in before the other. */
    void forget(Instant failuresBefore, Instant before);

    /**
     * How often an address or a user failed.
     *
     * @param others how many users the address tried, or from how many addresses the user was tried
     * @param example one of them
     */
    record Count(String name, long failed, int others, String example) {}

    /** The first login of a user from an address. */
    record First(String address, String user, Instant at, int failuresBefore) {}
}
