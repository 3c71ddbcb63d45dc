package io.upkeep.event;

import io.upkeep.run.JdbcTurn;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which node sends the outbox. */
@Configuration(proxyBeanMethods = false)
class SendingConfiguration {

    /** "outbox" in ASCII. */
    private static final long LOCK = 0x6f7574626f78L;

    @Bean
    JdbcTurn senderTurn(DataSource database) {
        return new JdbcTurn(database, LOCK, "sends the outbox to Kafka");
    }
}
