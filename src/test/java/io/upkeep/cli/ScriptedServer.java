package io.upkeep.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server that answers what a test tells it, and the command line run against it. Of each test its own, with {@code
 * @RegisterExtension}, which ends it afterwards.
 */
final class ScriptedServer implements AfterEachCallback {

    static final String RUN = "0b0e1d9e-6f4c-4c55-9d4b-0f7c3a3b1c2d";

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> people = new CopyOnWriteArrayList<>();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    private record Answer(int status, String type, String body) {}

    ScriptedServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The next answer to this request; the last one is repeated. */
    ScriptedServer on(String request, int status, String body) {
        String type = request.endsWith("/events") ? "text/event-stream" : "application/json";
        answers.computeIfAbsent(request, r -> new CopyOnWriteArrayList<>()).add(new Answer(status, type, body));
        return this;
    }

    /** Runs the command line as in a pipe; returns the exit code. */
    int run(String... arguments) {
        return run(false, Map.of(), arguments);
    }

    int run(boolean interactive, Map<String, String> environment, String... arguments) {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                interactive && !environment.containsKey("NO_COLOR"),
                true,
                100);
        Map<String, String> all = new ConcurrentHashMap<>(environment);
        all.putIfAbsent(
                "UPKEEP_SERVER", "http://127.0.0.1:" + server.getAddress().getPort());
        return UpkeepCommand.execute(terminal, all, arguments);
    }

    String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** A run as the API shows it. */
    static String runJson(String state, String... steps) {
        return """
                {"id":"%s","pipeline":"greet","state":"%s","parameters":{"version":"1"},"requestedBy":"person:ada",\
                "requestedAt":"2026-01-01T00:00:00Z","startedAt":"2026-01-01T00:00:00Z","finishedAt":"2026-01-01T00:00:05Z",\
                "failedStep":null,"failure":null,"reason":null,"actions":[],"steps":[%s]}""".formatted(RUN, state, String.join(",", steps));
    }

    static String step(String path, String phase, String state, String failure) {
        return """
                {"path":"%s","iteration":"","phase":"%s","state":"%s","attempt":1,"startedAt":"2026-01-01T00:00:00Z",\
                "finishedAt":"2026-01-01T00:00:01Z","failure":%s}""".formatted(path, phase, state, failure);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        people.add(exchange.getRequestHeaders().getFirst("Upkeep-Person"));
        List<Answer> known = answers.getOrDefault(request, List.of(new Answer(404, "text/plain", "nothing here")));
        int turn = asked.computeIfAbsent(request, r -> new AtomicInteger()).getAndIncrement();
        Answer answer = known.get(Math.min(turn, known.size() - 1));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        server.stop(0);
        threads.shutdownNow();
    }
}
