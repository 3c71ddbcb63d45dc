package io.upkeep;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Gives routes a connection to each database and cache of the estate, under the target's name: {@code dataSource:
 * "#database"}, {@code connectionFactory: "#cache"}. They are known to Camel only, so that nothing of Spring's takes the
 * estate for Upkeep's own database: no migration, no transaction, no health indicator. Nothing is connected before
 * a route asks, and everything has a deadline.
 */
@Component
class EstateConnections implements CamelContextConfiguration, DisposableBean {

    private static final int CONNECT_SECONDS = 3;
    private static final int ANSWER_SECONDS = 15;
    private static final int POSTGRES_PORT = 5432;
    private static final int REDIS_PORT = 6379;

    private final Inventory inventory;
    private final List<JedisConnectionFactory> caches = new ArrayList<>();

    EstateConnections(Inventory inventory) {
        this.inventory = inventory;
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        for (Target target : inventory.all()) {
            switch (target.kind()) {
                case DATABASE -> bind(camel, target, database(target));
                case CACHE -> bind(camel, target, cache(target));
                default -> {
                    // the other kinds are reached by components that take an address
                }
            }
        }
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // everything was bound before the routes were loaded
    }

    @Override
    public void destroy() {
        caches.forEach(JedisConnectionFactory::destroy);
    }

    private static void bind(CamelContext camel, Target target, Object connection) {
        if (camel.getRegistry().lookupByName(target.name()) != null) {
            throw new IllegalArgumentException("target '" + target.name()
                    + "' has the name of one of Upkeep's own beans; give it another, such as main-" + target.name()
                    + " (application.yaml, upkeep.targets)");
        }
        camel.getRegistry().bind(target.name(), connection);
    }

    /** No pool: each use proves that one can log in now, and nothing is held open or backs off after a failure. */
    private static DataSource database(Target target) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        int port = target.address().getPort() < 0
                ? POSTGRES_PORT
                : target.address().getPort();
        source.setUrl("jdbc:postgresql://%s:%d%s"
                .formatted(target.address().getHost(), port, target.address().getPath()));
        source.setUser(target.user());
        source.setPassword(target.password());
        source.setApplicationName("upkeep");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        source.setReadOnly(true);
        source.setOptions("-c statement_timeout=10s -c default_transaction_read_only=on");
        return source;
    }

    private JedisConnectionFactory cache(Target target) {
        int port =
                target.address().getPort() < 0 ? REDIS_PORT : target.address().getPort();
        RedisStandaloneConfiguration server =
                new RedisStandaloneConfiguration(target.address().getHost(), port);
        if (!target.user().isEmpty()) {
            server.setUsername(target.user());
        }
        if (!target.password().isEmpty()) {
            server.setPassword(target.password());
        }
        JedisClientConfiguration.JedisClientConfigurationBuilder client = JedisClientConfiguration.builder()
                .clientName("upkeep")
                .connectTimeout(Duration.ofSeconds(CONNECT_SECONDS))
                .readTimeout(Duration.ofSeconds(CONNECT_SECONDS));
        if ("rediss".equals(target.address().getScheme())) {
            client.useSsl();
        }
        JedisConnectionFactory factory = new JedisConnectionFactory(server, client.build());
        factory.afterPropertiesSet();
        factory.start();
        caches.add(factory);
        return factory;
    }
}
