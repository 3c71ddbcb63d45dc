package io.upkeep.bench;

import io.upkeep.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The commands that operators run scripts on many hosts with, each as its manual says: OpenSSH's {@code ssh} started by
 * {@code xargs}, with and without connections that are kept ({@code ControlPersist}), and {@code ansible}. Host keys are
 * checked. What is not installed is left out.
 */
final class SshCommands implements AutoCloseable {

    private final Path directory;
    private final int parallel;

    SshCommands(Path directory, Path privateKey, Path knownHosts, List<Target> hosts, int parallel) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.parallel = parallel;
        Files.writeString(
                directory.resolve("hosts"), hosts.stream().map(Target::name).collect(lines()));
        String common = """
                Host *
                  IdentityFile %s
                  IdentitiesOnly yes
                  UserKnownHostsFile %s
                  GlobalKnownHostsFile /dev/null
                  StrictHostKeyChecking yes
                  BatchMode yes
                """.formatted(privateKey, knownHosts);
        String each = hosts.stream()
                .map(host -> "Host %s%n  HostName %s%n  Port %d%n  User %s"
                        .formatted(
                                host.name(),
                                host.address().getHost(),
                                host.address().getPort(),
                                host.user()))
                .collect(lines());
        Files.writeString(directory.resolve("cold"), each + common);
        Files.writeString(
                directory.resolve("warm"),
                each + common + "  ControlMaster auto\n  ControlPersist 10m\n  ControlPath " + directory + "/%n\n");
        Files.writeString(
                directory.resolve("inventory"),
                hosts.stream()
                        .map(host ->
                                "%s ansible_host=%s ansible_port=%d ansible_user=%s ansible_python_interpreter=/usr/bin/python3"
                                        .formatted(
                                                host.name(),
                                                host.address().getHost(),
                                                host.address().getPort(),
                                                host.user()))
                        .collect(lines()));
        Files.writeString(directory.resolve("ansible.cfg"), """
                [defaults]
                host_key_checking = True
                forks = %d
                private_key_file = %s
                local_tmp = %s/ansible
                [ssh_connection]
                pipelining = True
                retries = 3
                ssh_args = -o ControlMaster=auto -o ControlPersist=10m -o UserKnownHostsFile=%s -o IdentitiesOnly=yes
                control_path = %s/a%%%%n
                """.formatted(
                        parallel, privateKey, directory, knownHosts, directory));
    }

    private static java.util.stream.Collector<CharSequence, ?, String> lines() {
        return Collectors.joining("\n", "", "\n");
    }

    static boolean isInstalled(String command) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    /** A new connection to each host. */
    void cold(String script) throws IOException {
        ssh("cold", script);
    }

    /** Over a connection that the last call left open, or a new one that is left open. */
    void warm(String script) throws IOException {
        ssh("warm", script);
    }

    private void ssh(String config, String script) throws IOException {
        run("xargs", "-a", "hosts", "-P", Integer.toString(parallel), "-I{}", "ssh", "-F", config, "{}", script);
    }

    /** Its shell module; connections are kept for the next call. */
    void ansible(String script) throws IOException {
        run("ansible", "all", "-i", "inventory", "-m", "shell", "-a", script);
    }

    private void run(String... command) throws IOException {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .put("ANSIBLE_CONFIG", directory.resolve("ansible.cfg").toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroy();
        }
    }

    /** Ends the connections that are kept. */
    @Override
    public void close() throws IOException {
        try (var sockets = Files.newDirectoryStream(directory, path -> Files.exists(path) && isSocket(path))) {
            for (Path socket : sockets) {
                run("ssh", "-F", "warm", "-o", "ControlPath=" + socket, "-O", "exit", "any");
            }
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        return Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class)
                .isOther();
    }
}
