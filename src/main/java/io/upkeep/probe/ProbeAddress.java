package io.upkeep.probe;

import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a declared probe asks, and what: the variables of its route, all of them from configuration. */
final class ProbeAddress {

    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9a-fA-F:]+]|[A-Za-z0-9._-]+):(\\d{1,5})");
    private static final Pattern BROKERS = Pattern.compile(HOST_AND_PORT + "(," + HOST_AND_PORT + ")*");
    private static final Pattern TOPICS = Pattern.compile("[A-Za-z0-9._*-]{1,249}");
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,251})\\.?");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> RECORDS = Set.of("A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT");

    private final Target target;
    private final ProbeKind kind;
    private final Map<String, String> written;
    private final ProbeFiles files;
    private final Mistake mistake;
    private final Map<String, String> options = new LinkedHashMap<>();

    /** Makes the exception that names a setting. */
    interface Mistake {
        IllegalArgumentException of(String key, String problem, String example);
    }

    ProbeAddress(Target target, ProbeKind kind, Map<String, String> written, ProbeFiles files, Mistake mistake) {
        this.target = target;
        this.kind = kind;
        this.written = written;
        this.files = files;
        this.mistake = mistake;
    }

    Map<String, String> options() {
        switch (kind) {
            case HTTP -> http();
            case TCP -> options.put("address", hostAndPort("address", ownAddress()));
            case DNS -> dns();
            case SQL -> query("a query", "SELECT count(*) AS waiting FROM tickets");
            case QUEUE ->
                query(
                        "a queue",
                        "SELECT count(*) AS depth, extract(epoch FROM now() - min(created_at)) AS oldest_seconds FROM jobs");
            case POSTGRESQL -> require(TargetKind.DATABASE, "a postgresql probe");
            case REDIS -> require(TargetKind.CACHE, "a redis probe");
            case HOST -> host("a host probe");
            case SCRIPT -> script();
            case KAFKA_LAG -> kafkaLag();
            case HEARTBEAT -> required("within", "24h");
        }
        return options;
    }

    private void http() {
        String own = target.address().getScheme().startsWith("http")
                ? target.address().toString()
                : "";
        String base = written.getOrDefault("url", own);
        String path = written.getOrDefault("path", "");
        URI url = uri(base + path);
        if (url == null
                || url.getHost() == null
                || !Set.of("http", "https").contains(String.valueOf(url.getScheme()))) {
            throw mistake.of(
                    written.containsKey("url") ? "url" : "path",
                    "'" + base + path + "' is no address of HTTP",
                    "url: http://api-1.example:8080/health, or a path for a target with such an address");
        }
        String method = written.getOrDefault("method", "GET");
        if (!METHODS.contains(method)) {
            throw mistake.of("method", "a probe changes nothing", "GET, HEAD or OPTIONS");
        }
        options.put("address", url.toString());
        options.put("method", method);
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private String ownAddress() {
        int port = target.address().getPort() > 0 ? target.address().getPort() : usualPort();
        return port > 0 ? target.address().getHost() + ":" + port : "";
    }

    private int usualPort() {
        return switch (target.address().getScheme()) {
            case "ssh" -> 22;
            case "http" -> 80;
            case "https" -> 443;
            case "postgresql" -> 5432;
            case "redis", "rediss" -> 6379;
            default -> 0;
        };
    }

    private void dns() {
        String name = required("name", "api-1.example.org");
        if (!DOMAIN.matcher(name).matches()) {
            throw mistake.of("name", "it is no domain name", "api-1.example.org");
        }
        String type = written.getOrDefault("type", "A");
        if (!RECORDS.contains(type)) {
            throw mistake.of("type", "there is no such record", String.join(", ", new java.util.TreeSet<>(RECORDS)));
        }
        options.put("name", name);
        options.put("type", type);
        options.put("server", written.containsKey("server") ? hostAndPort("server", "") : "");
    }

    /** Written here, or in a file below the routes. */
    private void query(String what, String example) {
        require(TargetKind.DATABASE, what);
        if (written.containsKey("query") && written.containsKey("script")) {
            throw mistake.of("script", "the query is written twice", "either query or script");
        }
        options.put(
                "query",
                written.containsKey("script")
                        ? text("script", "pipelines/health/queue-report.sql")
                        : required("query", example));
    }

    private void host(String what) {
        require(TargetKind.HOST, what);
        options.put("host", target.name());
    }

    private void script() {
        host("a script");
        options.put("script", text("script", "pipelines/health/check-spool.sh"));
    }

    private String text(String key, String example) {
        String file = required(key, example);
        return files.read(file)
                .orElseThrow(() -> mistake.of(key, "there is no such text file below " + files.routes(), example));
    }

    private void kafkaLag() {
        String own = "tcp".equals(target.address().getScheme()) ? ownAddress() : "";
        String brokers = written.getOrDefault("brokers", own).replaceAll("\\s", "");
        if (!BROKERS.matcher(brokers).matches()) {
            throw mistake.of(
                    "brokers", "'" + brokers + "' is no list of hosts with ports", "kafka-1:9092,kafka-2:9092");
        }
        String topics = written.getOrDefault("topics", "*").strip();
        if (!TOPICS.matcher(topics).matches()) {
            throw mistake.of(
                    "topics", "'" + topics + "' matches no name of a topic", "orders, or orders-* for several");
        }
        String file = written.getOrDefault("client-properties", "").strip();
        if (!file.isEmpty() && !files.isReadable(Path.of(file))) {
            throw mistake.of(
                    "client-properties", "there is no such file that can be read", "/etc/upkeep/kafka.properties");
        }
        options.put("brokers", brokers);
        options.put("group", required("group", "queue-api"));
        options.put("topics", topics);
        options.put("clientProperties", file);
    }

    private void require(TargetKind needed, String what) {
        if (target.kind() != needed) {
            throw mistake.of(
                    "kind",
                    what + " needs a target of kind " + needed.word() + ", this is a "
                            + target.kind().word(),
                    "it at such a target");
        }
    }

    private String required(String key, String example) {
        String value = written.getOrDefault(key, "").strip();
        if (value.isEmpty()) {
            throw mistake.of(key, "a " + kind.word() + " probe needs it", key + ": " + example);
        }
        return value;
    }

    private String hostAndPort(String key, String usual) {
        String value = written.getOrDefault(key, usual);
        if (!HOST_AND_PORT.matcher(value).matches()) {
            throw mistake.of(key, "'" + value + "' is no host with a port", "10.0.0.2:53");
        }
        return value;
    }
}
