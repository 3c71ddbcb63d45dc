package io.upkeep.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code sudo} for a test's host, which has none. It takes the options that Upkeep gives and no others, gives a clean
 * environment, notes its calls, and asks for a password when told to. Where the tests run as root, the login user is
 * {@code nobody} and sudo, by a set-user-id copy of setpriv, a real change to root; elsewhere both are the same user.
 */
final class SudoStandIn {

    private static final String NOBODY = "65534";
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final List<String> AS_NOBODY =
            List.of(SETPRIV.toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    private static final boolean REAL = tried();

    private final Path directory;
    private final boolean real;

    private SudoStandIn(Path directory, boolean real) {
        this.directory = directory;
        this.real = real;
    }

    /** Root may become another user and that one root again, which some containers and file systems do not allow. */
    static boolean canBeReal() {
        return REAL;
    }

    private static boolean tried() {
        try {
            Path directory = Files.createTempDirectory("sudo-stand-in");
            try {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
                Path become = setUserId(directory);
                List<String> command = new ArrayList<>(AS_NOBODY);
                command.addAll(List.of(become.toString(), "--reuid=0", "--clear-groups", "true"));
                return new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
            } finally {
                Files.deleteIfExists(directory.resolve("become"));
                Files.delete(directory);
            }
        } catch (IOException notAllowed) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path setUserId(Path directory) throws IOException {
        Path become = Files.copy(SETPRIV, directory.resolve("become"));
        Files.setAttribute(become, "unix:uid", 0);
        Files.setAttribute(become, "unix:mode", 04755);
        return become;
    }

    /** Below the host's root; with a real change of user the host's files become the login user's. */
    static SudoStandIn of(SshdHost host, boolean real) throws IOException {
        Path directory = Files.createDirectories(host.root().resolve("sudo"));
        SudoStandIn sudo = new SudoStandIn(directory, real);
        Files.writeString(directory.resolve("calls"), "");
        Files.writeString(directory.resolve("sudo"), """
                #!/bin/sh
                echo "$*" >>%1$s/calls
                if [ "$1 $2 $3 $5" != "-n -H -u --" ]; then echo "sudo: usage" >&2; exit 1; fi
                user=$4
                shift 5
                if [ -e %1$s/asks ]; then echo "sudo: a password is required" >&2; exit 1; fi
                exec %2$s env -i PATH=/usr/bin:/bin HOST=$HOST ROOT=$ROOT HOME=/nowhere BECAME=$user "$@"
                """.formatted(
                        directory, real ? directory + "/become --reuid=0 --regid=0 --clear-groups" : ""));
        Files.setPosixFilePermissions(directory.resolve("sudo"), PosixFilePermissions.fromString("rwxr-xr-x"));
        if (real) {
            sudo.separate(host.root());
        }
        host.has(sudo);
        return sudo;
    }

    private void separate(Path home) throws IOException {
        for (Path at = home; at.getNameCount() > 1; at = at.getParent()) {
            Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        try (var files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", Integer.valueOf(NOBODY));
            }
        }
        setUserId(directory);
    }

    List<String> shell(String command) {
        String found = "PATH='" + directory + "':/usr/bin:/bin; export PATH; " + command;
        List<String> words = new ArrayList<>(real ? AS_NOBODY : List.of());
        words.addAll(List.of("/bin/sh", "-c", found));
        return words;
    }

    void asks() throws IOException {
        Files.writeString(directory.resolve("asks"), "");
    }

    List<String> calls() throws IOException {
        return Files.readAllLines(directory.resolve("calls"));
    }
}
