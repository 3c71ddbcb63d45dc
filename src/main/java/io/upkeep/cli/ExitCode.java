package io.upkeep.cli;

/** What {@code ./upkeep} tells the shell; scripts rely on these. */
final class ExitCode {

    /** Done; with {@code --follow}: the run SUCCEEDED. */
    static final int OK = 0;
    /** The run ended otherwise, or waits for a person. */
    static final int RUN_NOT_SUCCEEDED = 1;
    /** The command or a value in it is wrong, or the server refused it. */
    static final int INVALID = 2;
    /** No server answered, or not as Upkeep does. */
    static final int UNREACHABLE = 3;

    private ExitCode() {}
}
