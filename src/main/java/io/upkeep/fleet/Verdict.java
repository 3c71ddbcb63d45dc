package io.upkeep.fleet;

import java.util.Optional;

/** What a fault of a step's work on a host means, now that the host may go on without us. Pure. */
sealed interface Verdict {

    String LOOK = "see on the host how far it came, then resume the run or roll it back";

    /** Ask again: it is found again, or its turn comes. */
    record Again() implements Verdict {}

    /** It has ended, or nothing had begun. */
    record Fails(HostFault fault) implements Verdict {}

    /** It fails, but still runs there: that is ended first. */
    record EndsFirst(HostFault fault) implements Verdict {}

    /** Nobody can say. */
    record Unknown(String what, String next) implements Verdict {}

    /**
     * Decides.
     *
     * @param word what {@code once.sh} said, other than that it began
     * @param sent whether the host may have got the command, now or earlier
     * @param late whether the time allowed is over
     */
    static Verdict of(HostFault fault, Optional<ControlLines.Word> word, boolean sent, boolean late) {
        Optional<HostFault> busy = busy(fault, word);
        if (busy.isPresent()) {
            return late ? new Fails(busy.get()) : new Again();
        }
        if (fault.kind() == FaultKind.EXIT && word.isPresent()) {
            return said(word.get());
        }
        return switch (fault.kind()) {
            case CONNECTION_LOST, UNHEARD, NO_EXIT_STATUS, SIGNAL -> late ? unfound(fault) : new Again();
            case UNREACHABLE -> !sent ? new Fails(fault) : late ? unfound(fault) : new Again();
            case HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, HOST_CERTIFICATE, LOGIN_REFUSED ->
                sent ? unfound(fault) : new Fails(fault);
            case TIMEOUT, OUTPUT_TOO_LARGE, INPUT_UNREADABLE -> sent ? new EndsFirst(fault) : new Fails(fault);
            default -> new Fails(fault);
        };
    }

    /** What the host meant when it refused to begin because other work of the run goes on there; empty when it did not. */
    static Optional<HostFault> busy(HostFault fault, Optional<ControlLines.Word> word) {
        return fault.kind() == FaultKind.EXIT
                ? word.filter(said -> said.word().equals("busy"))
                        .map(said -> new HostFault(
                                FaultKind.BUSY,
                                "still works on '" + said.rest()
                                        + "' of this run, started by an earlier owner or phase",
                                "wait until that has ended there, " + HostFault.TRY_AGAIN))
                : Optional.empty();
    }

    /** What a fault means before the host got anything, after it last said that it was busy. */
    static Verdict afterBusy(HostFault fault, HostFault busy, boolean late) {
        return switch (fault.kind()) {
            case CONNECTION_LOST, UNREACHABLE -> late ? new Fails(busy) : new Again();
            case TIMEOUT -> new Fails(busy);
            default -> new Fails(fault);
        };
    }

    /** What a fault of work means that no host keeps a record of. */
    static HostFault of(HostFault fault, Optional<ControlLines.Word> word) {
        return fault.kind() == FaultKind.EXIT
                        && word.filter(said -> said.word().equals("sudo")).isPresent()
                ? sudoRefused(word.get().rest())
                : fault;
    }

    private static HostFault sudoRefused(String why) {
        return new HostFault(
                FaultKind.SUDO_REFUSED,
                "sudo did not let the script run as another user: '" + why + "'; nothing was started",
                "allow it without a password there, in /etc/sudoers.d/upkeep: upkeep ALL=(root) NOPASSWD: /usr/bin/sh"
                        + " (login user, the user of sudo=…), " + HostFault.TRY_AGAIN);
    }

    private static Verdict unfound(HostFault fault) {
        return new Unknown(
                fault.getMessage() + "; it was not reached again in time",
                "the script may still run there or have ended in any way; look on the host, then resume the run");
    }

    private static Verdict said(ControlLines.Word word) {
        String rest = word.rest();
        return switch (word.word()) {
            case "stale" ->
                fails(
                        FaultKind.STALE,
                        "refused the script: a newer owner (epoch " + rest + ") of this run has been there",
                        "nothing; the run goes on elsewhere");
            case "missing" ->
                fails(
                        FaultKind.NOT_PREPARED,
                        "has no '" + rest + "', without which a script cannot be kept from running twice",
                        "install util-linux and coreutils there; for scripts that only read, set once: false");
            case "sudo" -> new Fails(sudoRefused(rest));
            case "unwritable" ->
                fails(
                        FaultKind.NOT_PREPARED,
                        "cannot write '" + rest + "', where it would note that the script runs; it was not started",
                        "free space there, or set upkeep.ssh.state-directory to a directory of the login user");
            case "foreign" ->
                fails(
                        FaultKind.NOT_PREPARED,
                        "keeps its state in '" + rest + "', which belongs to another user",
                        "set upkeep.ssh.state-directory to a directory of the login user");
            case "cut" ->
                fails(
                        FaultKind.INPUT_UNREADABLE,
                        "got only " + rest + " bytes of its input; it was not started",
                        "check the connection and the body's source, " + HostFault.TRY_AGAIN);
            case "unkept" ->
                fails(
                        FaultKind.OUTPUT_NOT_STORED,
                        "ended with exit " + rest + ", but its output could not be kept there",
                        "let it print less, or free space there");
            case "rebooted" ->
                new Unknown(
                        "was restarted while the script ran",
                        "see how far it came, then resume the run or roll it back");
            case "gone" -> new Unknown("lost its record of the script that was started there", LOOK);
            case "lost" -> new Unknown("the script ended there without an exit code; something killed it", LOOK);
            default -> new Unknown("said '" + word.word() + "', which means nothing here", LOOK);
        };
    }

    private static Verdict fails(FaultKind kind, String what, String next) {
        return new Fails(new HostFault(kind, what, next));
    }
}
