package io.upkeep;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts that everything shares. */
@Configuration(proxyBeanMethods = false)
class WiringConfiguration {

    /** The only clock: nothing else asks for the time. */
    @Bean
    Clock clock(DataSource database) {
        return new DatabaseClock(database);
    }
}
