package io.upkeep.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The example system: the virtual queue's API as it runs on one host. It lives by that host's deployed
 * {@code /app/config/appsettings.json}, read when {@code systemctl} (re)starts it; with a bad one it does not start, or
 * starts and tells so at {@code /health}. Faults: {@code crashed} (not running), {@code stuck} (not running, and cannot be
 * started), {@code errors} (500), {@code slow} (3 s).
 */
public final class VirtualQueueApi implements SandboxPart, HostServices {

    public static final String UNIT = "virtual-queue-api";
    public static final String CRASHED = "crashed";
    public static final String STUCK = "stuck";
    public static final String ERRORS = "errors";
    public static final String SLOW = "slow";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern QUEUE = Pattern.compile("/queues/([a-z0-9-]{1,40})(/tickets|/next)?");
    private static final long SLOWNESS_NANOS = 3_000_000_000L;

    private final String name;
    private final SshHost host;
    private final int port = Ports.free();
    private final Faults faults;
    private volatile VirtualQueueSettings settings;
    private HttpPart server;
    private String unitState = "inactive";

    private VirtualQueueApi(SshHost host) {
        this.name = "queue-" + host.name();
        this.host = host;
        this.faults = new Faults(name, CRASHED, STUCK, ERRORS, SLOW);
    }

    /** Starts it on the host, as that host's unit {@link #UNIT}. */
    static VirtualQueueApi start(SshHost host) {
        VirtualQueueApi api = new VirtualQueueApi(host);
        host.runs(api);
        Answer started = api.systemctl("start", UNIT);
        if (started.exit() != 0) {
            throw new IllegalStateException("the virtual queue on " + host.name() + " did not start: " + started);
        }
        return api;
    }

    @Override
    public synchronized Answer systemctl(String verb, String unit) {
        return switch (verb) {
            case "start", "restart", "reload", "reload-or-restart", "try-restart" -> restart();
            case "stop" -> {
                stop("inactive");
                yield new Answer(0, unitState);
            }
            default -> new Answer(unitState.equals("active") ? 0 : 3, unitState);
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String address() {
        return "http://" + Ports.HOST + ":" + port;
    }

    @Override
    public String state() {
        return faults.current();
    }

    @Override
    public Set<String> faults() {
        return faults.known();
    }

    @Override
    public synchronized void breakWith(String fault) {
        faults.set(fault);
        if (fault.equals(CRASHED) || fault.equals(STUCK)) {
            stop("failed");
        }
    }

    @Override
    public synchronized void heal() {
        String before = faults.heal();
        if (before.equals(CRASHED) || before.equals(STUCK)) {
            restart();
        }
    }

    @Override
    public synchronized void close() {
        stop("inactive");
    }

    private Answer restart() {
        stop("inactive");
        if (faults.is(STUCK)) {
            unitState = "failed";
            note("ERROR", "cannot start: the address is in use");
            return new Answer(1, "the address is in use");
        }
        try {
            settings = VirtualQueueSettings.parse(host.tree().read("app/config/appsettings.json"));
        } catch (RuntimeException failure) {
            unitState = "failed";
            note("ERROR", "cannot start: " + failure.getMessage());
            return new Answer(1, failure.getMessage().replace('\n', ' '));
        }
        server = HttpPart.start(name, port, this::handle);
        unitState = "active";
        note("INFO ", "started version " + settings.version());
        return new Answer(0, unitState);
    }

    private void stop(String newState) {
        if (server != null) {
            server.close();
            server = null;
        }
        unitState = newState;
    }

    private void note(String level, String text) {
        try {
            Files.writeString(
                    host.tree().path("var/log/virtual-queue/api.log"),
                    level + " " + text.replace('\n', ' ') + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException diskTrouble) {
            // an API does not stop because its log cannot be written
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (faults.is(SLOW)) {
            LockSupport.parkNanos(SLOWNESS_NANOS);
        }
        VirtualQueueStore store = new VirtualQueueStore(settings, password());
        Matcher queue = QUEUE.matcher(HttpPart.path(exchange));
        try {
            if (faults.is(ERRORS)) {
                send(exchange, 500, Map.of("error", "unhandled exception"));
            } else if (HttpPart.path(exchange).equals("/health")) {
                health(exchange, store);
            } else if (!queue.matches() || !store.exists(queue.group(1))) {
                send(exchange, 404, Map.of("error", "no such queue"));
            } else {
                serve(
                        exchange,
                        store,
                        queue.group(1),
                        Optional.ofNullable(queue.group(2)).orElse(""));
            }
        } catch (SQLException | RuntimeException failure) {
            send(exchange, 503, Map.of("error", String.valueOf(failure.getMessage())));
        }
    }

    private void serve(HttpExchange exchange, VirtualQueueStore store, String queue, String action)
            throws IOException, SQLException {
        switch (exchange.getRequestMethod() + action) {
            case "GET" ->
                send(
                        exchange,
                        200,
                        Map.of("name", queue, "waiting", store.length(queue), "maxLength", settings.maxLength()));
            case "POST/tickets" -> {
                Optional<VirtualQueueStore.Ticket> ticket = store.add(queue);
                if (ticket.isPresent()) {
                    send(exchange, 201, ticket.get());
                } else {
                    send(exchange, 409, Map.of("error", "the queue is full", "maxLength", settings.maxLength()));
                }
            }
            case "POST/next" -> {
                Optional<String> called = store.next(queue);
                if (called.isPresent()) {
                    send(exchange, 200, Map.of("number", called.get()));
                } else {
                    exchange.sendResponseHeaders(204, -1);
                }
            }
            default -> send(exchange, 405, Map.of("error", "method not allowed"));
        }
    }

    private void health(HttpExchange exchange, VirtualQueueStore store) throws IOException {
        Map<String, String> checks = new LinkedHashMap<>();
        checks.put("database", outcome(store::checkDatabase));
        checks.put("redis", outcome(store::checkRedis));
        if (host.hasBadUpdate()) {
            checks.put("tls", "unhealthy: libssl.so.3: undefined symbol: EVP_MD_CTX_get_size_ex");
        }
        boolean healthy = checks.values().stream().allMatch(Faults.HEALTHY::equals);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", healthy ? Faults.HEALTHY : "unhealthy");
        answer.put("serviceName", settings.serviceName());
        answer.put("version", settings.version());
        answer.put("checks", checks);
        send(exchange, healthy ? 200 : 503, answer);
    }

    private interface Check {
        void run() throws SQLException;
    }

    private static String outcome(Check check) {
        try {
            check.run();
            return Faults.HEALTHY;
        } catch (SQLException | RuntimeException failure) {
            return "unhealthy: " + failure.getMessage();
        }
    }

    private String password() {
        return host.tree()
                .read("etc/virtual-queue/secrets.env")
                .replaceFirst("DATABASE_PASSWORD=", "")
                .strip();
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
