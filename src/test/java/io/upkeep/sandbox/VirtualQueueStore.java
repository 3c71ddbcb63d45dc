package io.upkeep.sandbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import redis.clients.jedis.Jedis;

/** The virtual queue's tickets: rows in PostgreSQL, their order in Redis. */
final class VirtualQueueStore {

    private static final int REDIS_TIMEOUT_MILLIS = 2000;

    private final VirtualQueueSettings settings;
    private final String password;

    VirtualQueueStore(VirtualQueueSettings settings, String password) {
        this.settings = settings;
        this.password = password;
    }

    /** A place in a queue; position 1 is called next. */
    record Ticket(String number, long position) {}

    /** Throws with the reason when the database does not answer. */
    void checkDatabase() throws SQLException {
        try (Connection connection = database();
                ResultSet one = connection.createStatement().executeQuery("select count(*) from queues")) {
            one.next();
        }
    }

    /** Throws with the reason when Redis does not answer. */
    void checkRedis() {
        try (Jedis redis = redis()) {
            redis.ping();
        }
    }

    boolean exists(String queue) throws SQLException {
        try (Connection connection = database();
                PreparedStatement find = connection.prepareStatement("select 1 from queues where name = ?")) {
            find.setString(1, queue);
            try (ResultSet row = find.executeQuery()) {
                return row.next();
            }
        }
    }

    long length(String queue) {
        try (Jedis redis = redis()) {
            return redis.llen(key(queue));
        }
    }

    /** Empty when the queue is full. */
    Optional<Ticket> add(String queue) throws SQLException {
        if (length(queue) >= settings.maxLength()) {
            return Optional.empty();
        }
        String insert = "insert into tickets (queue_id) select id from queues where name = ? returning number";
        try (Connection connection = database();
                PreparedStatement add = connection.prepareStatement(insert);
                Jedis redis = redis()) {
            add.setString(1, queue);
            try (ResultSet row = add.executeQuery()) {
                row.next();
                long number = row.getLong(1);
                long position = redis.rpush(key(queue), Long.toString(number));
                return Optional.of(new Ticket(settings.ticketPrefix() + number, position));
            }
        }
    }

    /** Calls the first one; empty when nobody waits. */
    Optional<String> next(String queue) throws SQLException {
        String update = "update tickets set state = 'called', called_at = now() where number = ?";
        try (Jedis redis = redis();
                Connection connection = database();
                PreparedStatement call = connection.prepareStatement(update)) {
            String number = redis.lpop(key(queue));
            if (number == null) {
                return Optional.empty();
            }
            call.setLong(1, Long.parseLong(number));
            call.executeUpdate();
            return Optional.of(settings.ticketPrefix() + number);
        }
    }

    private static String key(String queue) {
        return "queue:" + queue;
    }

    private Connection database() throws SQLException {
        return DriverManager.getConnection(settings.databaseUrl(), settings.databaseUser(), password);
    }

    private Jedis redis() {
        Jedis redis = new Jedis(settings.redisHost(), settings.redisPort(), REDIS_TIMEOUT_MILLIS);
        redis.select(settings.redisDatabase());
        return redis;
    }
}
