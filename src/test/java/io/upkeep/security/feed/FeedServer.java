package io.upkeep.security.feed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DeflaterOutputStream;

/** A server of debsecan's feed, whose answer tests choose. */
public final class FeedServer {

    /** How it answers. */
    public enum Mood {
        WELL,
        NOT_FOUND,
        CUT_OFF,
        SLOW
    }

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger heardOut = new AtomicInteger();
    private volatile Mood mood = Mood.WELL;
    private volatile byte[] feed = feed(10);
    private volatile Instant built;

    private FeedServer(HttpServer server) {
        this.server = server;
    }

    /** Starts one that serves a small feed of now. */
    public static FeedServer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FeedServer feeds = new FeedServer(server);
            server.setExecutor(Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work, "feeds");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/release/1/", feeds::answer);
            server.start();
            return feeds;
        } catch (IOException failure) {
            throw new UncheckedIOException("the feed server cannot listen", failure);
        }
    }

    /** A feed as debsecan reads it. */
    public static byte[] feed(int entries) {
        StringBuilder text = new StringBuilder("VERSION 1\nCVE-2026-0001,,one, with a comma\nCVE-2026-0002,,two\n\n");
        for (int i = 0; i < entries; i++) {
            text.append("package").append(i).append(",").append(i % 2).append(", HRF,,1:9.2\n");
        }
        return packed(text.append("\nopenssh,openssh-server openssh-client\n\n").toString());
    }

    static byte[] packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream packed = new DeflaterOutputStream(bytes)) {
            packed.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        byte[] body = feed;
        Mood now = mood;
        try (exchange) {
            if (now == Mood.NOT_FOUND || !exchange.getRequestURI().getPath().equals("/release/1/bookworm")) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            if (built != null) {
                exchange.getResponseHeaders()
                        .set(
                                "Last-Modified",
                                DateTimeFormatter.RFC_1123_DATE_TIME.format(built.atOffset(ZoneOffset.UTC)));
            }
            exchange.sendResponseHeaders(200, now == Mood.SLOW ? 1_000_000 : body.length);
            if (now == Mood.SLOW) {
                trickle(exchange, body);
            } else {
                exchange.getResponseBody().write(body, 0, now == Mood.CUT_OFF ? body.length / 2 : body.length);
                exchange.getResponseBody().flush(); // a newer JDK keeps what it has when the connection breaks off
            }
        }
    }

    /** A byte now and then, until the other side has had enough. */
    private void trickle(HttpExchange exchange, byte[] body) throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try {
            for (int i = 0; i < 2000; i++) {
                exchange.getResponseBody().write(body[i % body.length]);
                exchange.getResponseBody().flush();
                if (never.await(20, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            heardOut.incrementAndGet();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** What {@code upkeep.security.mirror.address} names. */
    public String address() {
        return "http://127.0.0.1:%d/release/1".formatted(server.getAddress().getPort());
    }

    int asked() {
        return asked.get();
    }

    /** How often somebody listened to the end of what came byte by byte. */
    int heardOut() {
        return heardOut.get();
    }

    void is(Mood newMood) {
        mood = newMood;
    }

    void serves(byte[] newFeed, Instant newBuilt) {
        feed = newFeed;
        built = newBuilt;
    }
}
