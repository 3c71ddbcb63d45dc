package io.upkeep.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code /proc} says of processes that others own. */
final class SudoProcesses {

    private SudoProcesses() {}

    /** A process that nobody has waited for is no process any more. */
    static boolean runs(ProcessHandle process) {
        try {
            return !Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                    .contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }

    static List<String> users(List<ProcessHandle> processes) throws IOException {
        List<String> users = new ArrayList<>();
        for (ProcessHandle process : processes) {
            users.add(Files.getAttribute(Path.of("/proc/" + process.pid()), "unix:uid")
                    .toString());
        }
        return users;
    }
}
