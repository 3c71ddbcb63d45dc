package io.upkeep.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

/** The estate's SSH hosts, the key to log in to them and the file with their pinned keys. */
public final class HostsPart implements AutoCloseable {

    /** Where versions are tested: both API and balancer, with files of its own. */
    static final String STAGING = "staging-1";
    /** The host that test-update starts its tests from. */
    static final String TESTS_FROM = "api-1";

    /** The hosts every sandbox has, with the labels of each. */
    static final Map<String, String> ESTATE = Map.of(
            "api-1",
            "api,api-production,production",
            "api-2",
            "api,api-production,production",
            "web-1",
            "web,web-production,production",
            STAGING,
            "api-staging,web-staging,staging");

    private final Path directory;
    private final Path configuration;
    private final Path staging;
    private final Path shims;
    private final HostKeys keys;
    private final ExecutorService threads = Threads.cached("hosts");
    private final Map<String, SshHost> hosts = Collections.synchronizedMap(new TreeMap<>());

    private HostsPart(Path directory, Path configuration, Path staging) {
        this.directory = directory;
        this.configuration = configuration;
        this.staging = staging;
        this.shims = directory.resolve("shims").toAbsolutePath();
        this.keys = HostKeys.write(directory.resolve("ssh"));
    }

    /** Starts the estate's hosts; their trees are made afresh below {@code <directory>/hosts}. */
    static HostsPart start(Path directory, Path configuration, Path staging) {
        HostsPart part = new HostsPart(directory, configuration, staging);
        part.writeShims();
        ESTATE.keySet()
                .forEach(name -> part.add(name, HostTree.create(part.root(name), name, part.configuration(name)))
                        .controlled());
        return part;
    }

    /** One host by name: {@code api-1}. */
    public SshHost host(String name) {
        SshHost host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("no sandbox host '" + name + "'; there are " + hosts.keySet());
        }
        return host;
    }

    /** All hosts, those added included. */
    public Collection<SshHost> all() {
        synchronized (hosts) {
            return List.copyOf(hosts.values());
        }
    }

    /** Adds hosts named {@code <prefix>-1 …}, with a small tree each: for tests and benchmarks with many hosts. */
    public List<SshHost> addHosts(String prefix, int count) {
        List<SshHost> added = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            String name = prefix + "-" + number;
            added.add(add(name, HostTree.createSmall(root(name), name, configuration)));
        }
        return added;
    }

    /** Stops the hosts that {@link #addHosts} added under the prefix. */
    public void removeHosts(String prefix) {
        for (SshHost host : all()) {
            if (host.name().matches(java.util.regex.Pattern.quote(prefix) + "-\\d+")
                    && !ESTATE.containsKey(host.name())) {
                hosts.remove(host.name());
                host.close();
                Resources.delete(host.tree().root());
            }
        }
    }

    /** The key Upkeep logs in with (OpenSSH format). */
    public Path privateKey() {
        return keys.privateKey();
    }

    /** The pinned keys of all hosts. */
    public Path knownHosts() {
        return keys.knownHosts();
    }

    @Override
    public void close() {
        all().forEach(SshHost::close);
        threads.shutdownNow();
    }

    private Path configuration(String name) {
        return name.equals(STAGING) ? staging : configuration;
    }

    private Path root(String name) {
        return directory.resolve("hosts").resolve(name);
    }

    private SshHost add(String name, HostTree tree) {
        SshHost host = new SshHost(name, tree, shims, keys, threads).start();
        hosts.put(name, host);
        return host;
    }

    private void writeShims() {
        Path source = Resources.directory("shims");
        try {
            Files.createDirectories(shims);
            for (Path file : Resources.files(source)) {
                Path shim = shims.resolve(file.toString());
                Files.write(shim, Files.readAllBytes(source.resolve(file)));
                Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the hosts' shims to " + shims, failure);
        }
    }
}
