package io.upkeep.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** What a Redis tells of itself: the fields of {@code INFO}, and {@value CacheVerdicts#SAVES} of its configuration. */
public final class RedisReport {

    private RedisReport() {}

    /** Asks it, over a connection of its own; throws when it does not answer, or does not let one in. */
    public static Map<String, Object> read(RedisConnectionFactory connections) {
        try (RedisConnection connection = connections.getConnection()) {
            Properties info = connection.serverCommands().info();
            Map<String, Object> report = new LinkedHashMap<>();
            if (info != null) {
                info.forEach((key, value) -> report.put(String.valueOf(key), value));
                saves(connection).ifPresent(times -> report.put(CacheVerdicts.SAVES, times));
            }
            return report;
        }
    }

    /** When it saves by itself, which INFO does not tell; many a hosted Redis lets nobody ask for its configuration. */
    private static Optional<String> saves(RedisConnection connection) {
        try {
            Properties configuration = connection.serverCommands().getConfig("save");
            return Optional.ofNullable(configuration).map(found -> found.getProperty("save"));
        } catch (DataAccessException refused) {
            return Optional.empty();
        }
    }
}
