package io.upkeep.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** A real Redis server behind a relay. */
public final class RedisPart implements AutoCloseable {

    private final RedisServer server;
    private final Relay relay;

    private RedisPart(RedisServer server, Relay relay) {
        this.server = server;
        this.relay = relay;
    }

    /** Starts it with nothing stored; it keeps its content in memory only. */
    static RedisPart start(Path directory) {
        int port = Ports.free();
        try {
            Path home = Files.createDirectories(directory.resolve("redis"));
            RedisServer server = RedisServer.newRedisServer()
                    .port(port)
                    .bind(Ports.HOST)
                    .setting("dir " + home.toAbsolutePath())
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            server.start();
            return new RedisPart(server, Relay.start("redis", "redis", Ports.free(), port));
        } catch (IOException failure) {
            throw new UncheckedIOException("the sandbox's Redis did not start on port " + port, failure);
        }
    }

    /** The relay in front of Redis. */
    public Relay relay() {
        return relay;
    }

    @Override
    public void close() {
        relay.close();
        try {
            server.stop();
        } catch (IOException failure) {
            throw new UncheckedIOException("the sandbox's Redis did not stop", failure);
        }
    }
}
