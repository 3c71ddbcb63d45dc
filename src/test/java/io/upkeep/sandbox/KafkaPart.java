package io.upkeep.sandbox;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real Kafka broker in KRaft mode; clients reach it through a relay, whose address it advertises. */
public final class KafkaPart implements AutoCloseable {

    /** The topics that exist from the start, with their number of partitions. */
    static final Map<String, Integer> TOPICS = Map.of(
            "maintenance.events", 6,
            "maintenance.requests", 2,
            "maintenance.requests.dead", 1,
            "maintenance.heartbeats", 1,
            "maintenance.heartbeats.dead", 1);

    public static final String USER = "upkeep";
    public static final String PASSWORD = "kafka-s3cret";

    private final KafkaRaftServer server;
    private final Relay relay;
    private final String directAddress;
    private final String loginAddress;
    private final String tlsAddress;
    private final String mutualAddress;
    private final TestAuthority authority;

    private KafkaPart(
            KafkaRaftServer server,
            Relay relay,
            String directAddress,
            String loginAddress,
            String tlsAddress,
            String mutualAddress,
            TestAuthority authority) {
        this.server = server;
        this.relay = relay;
        this.directAddress = directAddress;
        this.loginAddress = loginAddress;
        this.tlsAddress = tlsAddress;
        this.mutualAddress = mutualAddress;
        this.authority = authority;
    }

    /** Starts the broker below the directory, which must be empty, and creates {@link #TOPICS}. */
    static KafkaPart start(Path directory) {
        int port = Ports.free();
        int sidePort = Ports.free();
        Relay relay = Relay.start("kafka", "kafka", Ports.free(), port);
        int loginPort = Ports.free();
        int tlsPort = Ports.free();
        int mutualPort = Ports.free();
        TestAuthority authority = TestAuthority.in(directory.resolve("kafka-tls"));
        Properties settings =
                settings(directory.resolve("kafka"), port, sidePort, loginPort, tlsPort, mutualPort, relay.port());
        Path key = authority.keyFile("broker", Duration.ofDays(90));
        for (String listener : List.of("listener.name.tls.", "listener.name.mutual.")) {
            settings.putAll(Map.of(
                    listener + "ssl.keystore.location",
                    key.toString(),
                    listener + "ssl.keystore.type",
                    "PKCS12",
                    listener + "ssl.keystore.password",
                    TestAuthority.PASSWORD,
                    listener + "ssl.key.password",
                    TestAuthority.PASSWORD));
        }
        settings.putAll(Map.of(
                "listener.name.mutual.ssl.client.auth",
                "required",
                "listener.name.mutual.ssl.truststore.location",
                authority.trust().toString(),
                "listener.name.mutual.ssl.truststore.type",
                "PKCS12",
                "listener.name.mutual.ssl.truststore.password",
                TestAuthority.PASSWORD));
        format(directory.resolve("kafka"));
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        server.startup();
        KafkaPart part = new KafkaPart(
                server,
                relay,
                Ports.HOST + ":" + sidePort,
                Ports.HOST + ":" + loginPort,
                Ports.HOST + ":" + tlsPort,
                Ports.HOST + ":" + mutualPort,
                authority);
        TOPICS.forEach(part::createTopic);
        return part;
    }

    /** The brokers' address for clients: {@code host:port} of the relay. */
    public String brokers() {
        return Ports.HOST + ":" + relay.port();
    }

    /** Where it wants a login, by SASL's PLAIN: {@link #USER} with {@link #PASSWORD}. */
    public String brokersWithLogin() {
        return loginAddress;
    }

    /** Where it speaks TLS only, with a certificate of {@link #authority()}. */
    public String brokersWithTls() {
        return tlsAddress;
    }

    /** Where it wants to be shown a certificate of {@link #authority()}, too. */
    public String brokersWithClientCertificates() {
        return mutualAddress;
    }

    /** Who signed its certificate. */
    public TestAuthority authority() {
        return authority;
    }

    /** Lets the broker show new connections a certificate that this authority signed; returns when it does. */
    public void shows(TestAuthority signer) {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        Path key = signer.keyFile("broker", Duration.ofDays(90));
        AlterConfigOp change = new AlterConfigOp(
                new ConfigEntry("listener.name.tls.ssl.keystore.location", key.toString()), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", directAddress))) {
            admin.incrementalAlterConfigs(Map.of(broker, List.of(change))).all().get();
            await().atMost(Duration.ofSeconds(30)).until(() -> isTrustedWith(signer));
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException("the broker does not take the certificate " + key, failure);
        }
    }

    private boolean isTrustedWith(TestAuthority signer) throws InterruptedException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                tlsAddress,
                "security.protocol",
                "SSL",
                "ssl.truststore.location",
                signer.pem().toString(),
                "ssl.truststore.type",
                "PEM",
                "request.timeout.ms",
                3000,
                "default.api.timeout.ms",
                3000);
        try (Admin admin = Admin.create(settings)) {
            admin.listTopics().names().get();
            return true;
        } catch (ExecutionException notYet) {
            return false;
        }
    }

    /** The relay in front of the broker. */
    public Relay relay() {
        return relay;
    }

    /** Creates a topic. */
    public void createTopic(String name, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", directAddress))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException("topic '" + name + "' could not be created", failure);
        }
    }

    /** All records of a topic until now, past the relay, oldest first; order within a partition is the log's. */
    public List<ConsumerRecord<String, String>> records(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                directAddress,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(
                            0, consumer.partitionsFor(topic).size())
                    .mapToObj(number -> new TopicPartition(topic, number))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return readTo(consumer.endOffsets(partitions), consumer);
        }
    }

    @Override
    public void close() {
        relay.close();
        server.shutdown();
    }

    private static List<ConsumerRecord<String, String>> readTo(
            Map<TopicPartition, Long> ends, KafkaConsumer<String, String> consumer) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        records.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        return records;
    }

    private static Properties settings(
            Path directory, int port, int sidePort, int loginPort, int tlsPort, int mutualPort, int relayPort) {
        int controller = Ports.free();
        String listeners =
                "CLIENTS://%1$s:%2$d,SIDE://%1$s:%3$d,LOGIN://%1$s:%4$d,TLS://%1$s:%5$d,MUTUAL://%1$s:%6$d,CONTROLLER://%1$s:%7$d";
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@%s:%d".formatted(Ports.HOST, controller),
                "controller.listener.names", "CONTROLLER",
                "inter.broker.listener.name", "SIDE",
                "listeners",
                        listeners.formatted(Ports.HOST, port, sidePort, loginPort, tlsPort, mutualPort, controller),
                "advertised.listeners",
                        "CLIENTS://%1$s:%2$d,SIDE://%1$s:%3$d,LOGIN://%1$s:%4$d,TLS://%1$s:%5$d,MUTUAL://%1$s:%6$d"
                                .formatted(Ports.HOST, relayPort, sidePort, loginPort, tlsPort, mutualPort),
                "listener.security.protocol.map",
                        "CLIENTS:PLAINTEXT,SIDE:PLAINTEXT,LOGIN:SASL_PLAINTEXT,TLS:SSL,MUTUAL:SSL,CONTROLLER:PLAINTEXT",
                "log.dirs", directory.toString(),
                "auto.create.topics.enable", "false"));
        settings.put("listener.name.login.sasl.enabled.mechanisms", "PLAIN");
        settings.put(
                "listener.name.login.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                        .formatted(USER, PASSWORD));
        settings.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "2",
                "group.initial.rebalance.delay.ms", "0",
                "num.network.threads", "2",
                "num.io.threads", "2",
                "log.cleaner.enable", "false"));
        return settings;
    }

    private static void format(Path directory) {
        try {
            Files.createDirectories(directory);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setMetadataLogDirectory(directory.toString())
                    .addDirectory(directory.toString())
                    .run();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException("cannot format Kafka's directory " + directory, failure);
        } catch (Exception failure) {
            throw new IllegalStateException("cannot format Kafka's directory " + directory, failure);
        }
    }
}
