package io.upkeep.sandbox;

import io.upkeep.backup.seal.SealKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Upkeep's configuration for a sandbox: the names that a real estate sets in {@code application.yaml}. */
final class SandboxProperties {

    private final Sandbox sandbox;
    private final Map<String, String> properties = new HashMap<>();

    private SandboxProperties(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static Map<String, String> of(Sandbox sandbox) {
        SandboxProperties all = new SandboxProperties(sandbox);
        all.put("upkeep.data-directory", sandbox.directory().resolve("data"));
        all.put("upkeep.configuration.directory", sandbox.configurations().directory());
        all.put("upkeep.releases.directory", sandbox.directory().resolve("releases"));
        all.put("upkeep.security-policies.directory", sandbox.directory().resolve("security-policies"));
        for (String suite : new String[] {"automated", "performance", "security", "integration"}) {
            all.put("upkeep.update-tests." + suite + ".command", "sh \"$ROOT/app/tests/" + suite + ".sh\"");
        }
        all.put("upkeep.update-tests.performance.limits", "p95_ms<=300, errors<=0");
        for (Part part : Part.values()) {
            if (sandbox.has(part)) {
                all.add(part);
            }
        }
        return all.properties;
    }

    private void add(Part part) {
        switch (part) {
            case POSTGRES -> addDatabases();
            case STAGING_POSTGRES -> addStagingDatabase();
            case KAFKA -> addKafka();
            case REDIS ->
                addTarget("cache", "cache", "", sandbox.redis().relay().address());
            case HOSTS -> addHosts();
            case S3 -> addS3();
            case MAIL -> addMail();
            case SLACK -> addSlack();
            case QUEUE ->
                sandbox.queues().forEach(queue -> addTarget(queue.name(), "service", label(queue), queue.address()));
        }
    }

    private void addDatabases() {
        put("spring.datasource.url", sandbox.postgres().upkeepUrl());
        put("spring.datasource.username", "upkeep");
        put("spring.datasource.password", PostgresPart.UPKEEP_PASSWORD);
        String address = sandbox.postgres().relay().address() + "/" + PostgresPart.ESTATE_DATABASE;
        addDatabase("database", "database-production", address);
    }

    private void addStagingDatabase() {
        put("upkeep.targets.database-staging.noticed", false);
        addDatabase(
                "database-staging",
                "database-staging",
                sandbox.stagingPostgres().relay().address() + "/" + PostgresPart.STAGING_DATABASE);
    }

    private void addDatabase(String name, String label, String address) {
        addTarget(name, "database", label, address);
        put("upkeep.targets." + name + ".user", PostgresPart.ESTATE_USER);
        put("upkeep.targets." + name + ".password", PostgresPart.ESTATE_PASSWORD);
    }

    private static String label(VirtualQueueApi queue) {
        return queue.name().equals("queue-" + HostsPart.STAGING) ? "queue-staging" : "queue-api";
    }

    private void addHosts() {
        HostsPart.ESTATE.forEach((name, label) ->
                addTarget(name, "host", label, sandbox.hosts().host(name).address()));
        put("upkeep.targets." + HostsPart.STAGING + ".noticed", false);
        put("upkeep.ssh.known-hosts", sandbox.hosts().knownHosts());
        put("upkeep.ssh.private-key", sandbox.hosts().privateKey());
    }

    private void addS3() {
        addTarget("backups", "bucket", "", "s3://" + S3Part.BACKUP_BUCKET);
        put("upkeep.backup.bucket", S3Part.BACKUP_BUCKET);
        addKeys();
        String component = "camel.component.aws2-s3.";
        put(component + "uri-endpoint-override", sandbox.s3().address());
        put(component + "override-endpoint", true);
        put(component + "force-path-style", true);
        put(component + "access-key", S3Part.ACCESS_KEY);
        put(component + "secret-key", S3Part.SECRET_KEY);
        put(component + "region", S3Part.REGION);
    }

    /** A real estate keeps the identity away from what only writes backups; here one place does both. */
    private void addKeys() {
        SealKeys.Pair keys = sandbox.backupKeys();
        Path identity = sandbox.directory().resolve("backup-identity");
        try {
            Files.createDirectories(sandbox.directory());
            Files.writeString(identity, keys.identity() + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException("the sandbox's key cannot be written", failure);
        }
        put("upkeep.backup.recipients", keys.recipient());
        put("upkeep.backup.identity", identity);
    }

    private void addKafka() {
        put("upkeep.kafka.enabled", true);
        put("camel.component.kafka.brokers", sandbox.kafka().brokers());
    }

    private void addMail() {
        put("upkeep.mail.enabled", true);
        put("upkeep.mail.host", Ports.HOST);
        put("upkeep.mail.port", sandbox.mail().relay().port());
        put("upkeep.mail.from", MailPart.FROM);
        // the sandbox's server speaks no TLS; a real one must
        put("upkeep.mail.starttls-required", false);
    }

    private void addSlack() {
        put("upkeep.slack.enabled", true);
        put("upkeep.slack.server-url", sandbox.slack().address());
        put("upkeep.slack.token", SlackPart.TOKEN);
    }

    private void addTarget(String name, String kind, String label, String address) {
        put("upkeep.targets." + name + ".kind", kind);
        put("upkeep.targets." + name + ".address", address);
        if (!label.isEmpty()) {
            put("upkeep.targets." + name + ".labels", label);
        }
    }

    private void put(String name, Object value) {
        properties.put(name, value.toString());
    }
}
