package io.upkeep.sandbox;

import io.upkeep.backup.seal.SealKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Everything around Upkeep, in this process and on free ports. A test uses {@link #shared()} and leaves the parts as it
 * found them ({@link #healAll()}); parts that were not asked for answer {@link #properties()} with nothing and their
 * accessors throw.
 */
public final class Sandbox implements AutoCloseable {

    /** Where a sandbox keeps its files by default. */
    public static final Path DIRECTORY = Path.of("target", "sandbox");

    private final Path directory;
    private final Set<Part> parts;
    private final SealKeys.Pair backupKeys = SealKeys.generate();
    private final ConfigurationVersions configurations;
    private final PostgresPart postgres;
    private final PostgresPart staging;
    private final KafkaPart kafka;
    private final RedisPart redis;
    private final HostsPart hosts;
    private final S3Part s3;
    private final MailPart mail;
    private final SlackPart slack;
    private final List<VirtualQueueApi> queues;

    private Sandbox(Path directory, Set<Part> parts) {
        this.directory = directory.toAbsolutePath();
        this.parts = parts;
        Resources.delete(directory);
        // before there are many threads: SLF4J loses its calm when they are first to use it
        LoggerFactory.getILoggerFactory();
        ExecutorService starters = Threads.cached("start");
        // alone, because a process forked while Redis' executable is being written keeps it from being started
        this.redis = begin(Part.REDIS, () -> RedisPart.start(this.directory), starters)
                .join();
        var startingPostgres = begin(Part.POSTGRES, () -> PostgresPart.start(this.directory), starters);
        var startingStaging = begin(Part.STAGING_POSTGRES, () -> PostgresPart.startStaging(this.directory), starters);
        var startingKafka = begin(Part.KAFKA, () -> KafkaPart.start(this.directory), starters);
        this.s3 = begin(Part.S3, () -> S3Part.start(this.directory), starters).join();
        this.mail = begin(Part.MAIL, MailPart::start, starters).join();
        this.slack = begin(Part.SLACK, SlackPart::start, starters).join();
        this.postgres = startingPostgres.join();
        this.staging = startingStaging.join();
        this.configurations = writeConfigurations();
        Releases.write(this.directory.resolve("releases"));
        this.hosts = begin(Part.HOSTS, this::startHosts, starters).join();
        this.queues = has(Part.QUEUE) ? startQueues() : List.of();
        this.kafka = startingKafka.join();
        starters.shutdown();
    }

    /** Starts every part below {@link #DIRECTORY}. */
    public static Sandbox start() {
        return start(DIRECTORY, EnumSet.allOf(Part.class));
    }

    /** Starts some parts; the directory is emptied first. */
    public static Sandbox start(Path directory, Set<Part> parts) {
        return new Sandbox(directory, EnumSet.copyOf(parts));
    }

    /** The same for as long as this JVM lives. */
    public static Sandbox untilExit(Path directory, Set<Part> parts) {
        Sandbox sandbox = start(directory, parts);
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-close"));
        return sandbox;
    }

    /** The sandbox that all tests of this JVM share, with every part; started when first asked for. */
    public static Sandbox shared() {
        return Shared.SANDBOX;
    }

    /** Upkeep's configuration for this sandbox, by property name. */
    public Map<String, String> properties() {
        return new TreeMap<>(SandboxProperties.of(this));
    }

    /** Whether it has the part. */
    public boolean has(Part part) {
        return parts.contains(part);
    }

    /** What archives are sealed to, and what opens them: the same for everybody who works on this sandbox. */
    SealKeys.Pair backupKeys() {
        return backupKeys;
    }

    /** The directory with all its files; absolute. */
    public Path directory() {
        return directory;
    }

    /** PostgreSQL: Upkeep's own database and the estate's. */
    public PostgresPart postgres() {
        return started(Part.POSTGRES, postgres);
    }

    /** The PostgreSQL server of staging. */
    public PostgresPart stagingPostgres() {
        return started(Part.STAGING_POSTGRES, staging);
    }

    /** The Kafka broker. */
    public KafkaPart kafka() {
        return started(Part.KAFKA, kafka);
    }

    /** Redis. */
    public RedisPart redis() {
        return started(Part.REDIS, redis);
    }

    /** The SSH hosts. */
    public HostsPart hosts() {
        return started(Part.HOSTS, hosts);
    }

    /** The S3 server. */
    public S3Part s3() {
        return started(Part.S3, s3);
    }

    /** The SMTP server. */
    public MailPart mail() {
        return started(Part.MAIL, mail);
    }

    /** The Slack stand-in. */
    public SlackPart slack() {
        return started(Part.SLACK, slack);
    }

    /** The virtual queue's API on each api host, by host name; that of staging is the last. */
    public List<VirtualQueueApi> queues() {
        return started(Part.QUEUE, has(Part.QUEUE) ? queues : null);
    }

    /** The configuration versions that can be deployed. */
    public ConfigurationVersions configurations() {
        return configurations;
    }

    /** Every part that can be broken, by name. */
    public List<SandboxPart> breakable() {
        List<SandboxPart> all = new ArrayList<>();
        addIf(Part.POSTGRES, () -> postgres.relay(), all);
        addIf(Part.STAGING_POSTGRES, () -> staging.relay(), all);
        addIf(Part.KAFKA, () -> kafka.relay(), all);
        addIf(Part.REDIS, () -> redis.relay(), all);
        addIf(Part.S3, () -> s3, all);
        addIf(Part.MAIL, () -> mail.relay(), all);
        addIf(Part.SLACK, () -> slack, all);
        if (has(Part.HOSTS)) {
            all.addAll(hosts.all());
        }
        all.addAll(queues);
        return all;
    }

    private void addIf(Part part, Supplier<SandboxPart> supplier, List<SandboxPart> all) {
        if (has(part)) {
            all.add(supplier.get());
        }
    }

    /** Breaks a part: {@code breakPart("kafka", "refusing")}. */
    public void breakPart(String name, String fault) {
        part(name).breakWith(fault);
    }

    /** Heals a part. */
    public void heal(String name) {
        part(name).heal();
    }

    /** Heals every part. */
    public void healAll() {
        breakable().forEach(SandboxPart::heal);
    }

    /** A part by name: {@code kafka}, {@code api-1}. */
    public SandboxPart part(String name) {
        return breakable().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no part '" + name + "'; there are "
                        + breakable().stream().map(SandboxPart::name).toList()));
    }

    @Override
    public void close() {
        queues.forEach(Sandbox::closeQuietly);
        Stream.of(hosts, s3, mail, slack, kafka, redis, postgres, staging).forEach(Sandbox::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception failure) {
            System.err.println("a part of the sandbox did not stop: " + failure);
        }
    }

    private ConfigurationVersions writeConfigurations() {
        int databasePort = has(Part.POSTGRES) ? postgres.relay().port() : Ports.free();
        int stagingPort = has(Part.STAGING_POSTGRES) ? staging.relay().port() : Ports.free();
        int redisPort = has(Part.REDIS) ? redis.relay().port() : Ports.free();
        return ConfigurationVersions.write(directory.resolve("configurations"), databasePort, stagingPort, redisPort);
    }

    private HostsPart startHosts() {
        return HostsPart.start(
                directory,
                configurations.files(ConfigurationVersions.DEPLOYED, ConfigurationVersions.PRODUCTION),
                configurations.files(ConfigurationVersions.DEPLOYED, ConfigurationVersions.STAGING));
    }

    private List<VirtualQueueApi> startQueues() {
        return hosts().all().stream()
                .filter(host -> HostsPart.ESTATE.get(host.name()).startsWith("api"))
                .map(VirtualQueueApi::start)
                .toList();
    }

    private <T> CompletableFuture<T> begin(Part part, Supplier<T> start, ExecutorService starters) {
        return has(part) ? CompletableFuture.supplyAsync(start, starters) : CompletableFuture.completedFuture(null);
    }

    private <T> T started(Part part, T value) {
        if (value == null) {
            throw new IllegalStateException("this sandbox was started without " + part + "; it has " + parts);
        }
        return value;
    }

    /** Holds the shared sandbox; the JVM's class loading starts it once. */
    private static final class Shared {
        private static final Sandbox SANDBOX = untilExit(Places.of("sandbox-tests"), EnumSet.allOf(Part.class));
    }
}
