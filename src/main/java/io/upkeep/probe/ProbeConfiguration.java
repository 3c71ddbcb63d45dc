package io.upkeep.probe;

import io.upkeep.run.JdbcTurn;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads {@code upkeep.probe} and the targets' probes, and decides which node asks them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ProbeProperties.class, DeclaredProbeProperties.class})
class ProbeConfiguration {

    /** "probes" in ASCII. */
    private static final long LOCK = 0x70726f626573L;

    @Bean
    JdbcTurn probeTurn(DataSource database) {
        return new JdbcTurn(database, LOCK, "asks the declared probes");
    }
}
