package io.upkeep.cli;

/** A command cannot go on; the message is for the person at the terminal, the code for the shell. */
final class CommandFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailed(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Something given is wrong or refused. */
    static CommandFailed invalid(String message) {
        return new CommandFailed(ExitCode.INVALID, message, null);
    }

    /** There is no Upkeep to talk to. */
    static CommandFailed unreachable(String message, Throwable cause) {
        return new CommandFailed(ExitCode.UNREACHABLE, message, cause);
    }

    int exitCode() {
        return exitCode;
    }
}
