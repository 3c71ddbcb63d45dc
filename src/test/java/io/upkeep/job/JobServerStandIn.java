package io.upkeep.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for a job server: logs in as its vendor does, runs one kind of job in so many looks, and can be slow, busy (429), cut
 * off after a start, or end its jobs badly. What a path answers is the vendor's own affair.
 */
@SuppressWarnings({"NonAtomicVolatileUpdate", "ArrayRecordComponent"
}) // one client, one request at a time; a reply is never compared
abstract class JobServerStandIn implements AutoCloseable {

    static final String TOKEN = "glpat-0123456789abcdef";
    static final ObjectMapper JSON = new ObjectMapper();

    final List<Map<String, String>> started = Collections.synchronizedList(new ArrayList<>());
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;
    volatile String result;
    volatile int looksUntilOver = 2;
    volatile int busyFor;
    volatile boolean swallowsStart;
    volatile boolean failsStart;
    volatile boolean ended;
    /** While it is closed, what it holds is answered by nobody. */
    volatile CountDownLatch slow = new CountDownLatch(0);

    /** Requests to end a job that it is too busy for, and for how long. */
    volatile int busyWhenAskedToEnd;

    volatile int busySeconds = 1;
    /** What everything is answered with; null for what the vendor answers. A body of bytes is sent as it is. */
    volatile Reply instead;

    volatile Runnable onStart = () -> {};
    volatile Slow slowly = Slow.NOTHING;
    /** How many requests were taken in and not answered in time. */
    final AtomicInteger held = new AtomicInteger();

    /** What is answered slowly: it is done at once, and told when the test says so. */
    enum Slow {
        NOTHING,
        STARTS,
        LOOKS,
        EVERYTHING
    }

    JobServerStandIn(String good) {
        result = good;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(run -> {
            Thread thread = new Thread(run, "job-server");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    /** An answer; a header is a name and a value. */
    record Reply(int status, Object body, String... headers) {

        static Reply ok(Object body) {
            return new Reply(200, body);
        }

        static Reply page(int status, String html, String... headers) {
            return new Reply(status, html.getBytes(StandardCharsets.UTF_8), headers);
        }

        static Reply notFound() {
            return new Reply(404, Map.of("message", "Not Found"));
        }
    }

    /** Whether the request carries the vendor's way to log in with {@link #TOKEN}. */
    abstract boolean knows(HttpExchange exchange);

    /** What the vendor answers to a wrong login. */
    abstract Reply refusal();

    /** What it answers when it wants to be left alone. */
    Reply busy() {
        return new Reply(429, Map.of("message", "Too Many Requests"), "Retry-After", "1");
    }

    abstract boolean isStart(String method, String path);

    /** @param path still escaped, without the query */
    abstract Reply answer(String method, String path, String query, String body) throws IOException;

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int looks() {
        return looksUntilOver--;
    }

    /** Counts down the looks at a job. */
    boolean isOver() {
        return ended || looksUntilOver-- <= 0;
    }

    String outcome() {
        return ended ? "ended" : result;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        calls.add(method + " " + path);
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String query = exchange.getRequestURI().getRawQuery();
        Reply reply;
        if (instead != null) {
            reply = instead;
        } else if (!knows(exchange)) {
            reply = refusal();
        } else if (busyWhenAskedToEnd > 0 && isEnd(method, path)) {
            busyWhenAskedToEnd--;
            reply = new Reply(
                    429, Map.of("message", "Too Many Requests"), "Retry-After", Integer.toString(busySeconds));
        } else if (busyFor > 0) {
            busyFor--;
            reply = busy();
        } else {
            reply = answer(method, path, query == null ? "" : query, body);
            if (failsStart && isStart(method, path)) {
                failsStart = false;
                reply = new Reply(503, Map.of("message", "try later"), "Retry-After", "0"); // the job has started
            }
            if (swallowsStart && isStart(method, path)) {
                swallowsStart = false;
                exchange.close(); // the job has started, and nobody is told
                return;
            }
        }
        if (isStart(method, path)) {
            onStart.run();
        }
        hold(isStart(method, path));
        byte[] bytes = reply.body() instanceof byte[] raw ? raw : JSON.writeValueAsBytes(reply.body());
        for (int i = 0; i < reply.headers().length; i += 2) {
            exchange.getResponseHeaders().add(reply.headers()[i], reply.headers()[i + 1]);
        }
        boolean empty = reply.status() == 204 || reply.body() == null;
        exchange.sendResponseHeaders(reply.status(), empty ? -1 : bytes.length);
        if (!empty) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /** Whether it is one of the vendors' ways to end a job. */
    private static boolean isEnd(String method, String path) {
        return method.equals("PATCH")
                || path.endsWith("/cancel")
                || path.endsWith("/cancelItem")
                || path.endsWith("/stop");
    }

    private void hold(boolean isStart) {
        boolean isHeld =
                switch (slowly) {
                    case NOTHING -> false;
                    case STARTS -> isStart;
                    case LOOKS -> !isStart && !started.isEmpty();
                    case EVERYTHING -> true;
                };
        if (isHeld) {
            held.incrementAndGet();
            try {
                if (!slow.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the test has not let go of what it holds");
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static Map<String, String> form(String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
