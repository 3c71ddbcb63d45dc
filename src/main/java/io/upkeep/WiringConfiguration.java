package io.upkeep;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts that everything shares. */
@Configuration(proxyBeanMethods = false)
class WiringConfiguration {

    /**
     * This machine's clock, for what looks before there is a database; injected nowhere. Static, and no candidate for
     * injection, so that asking for it makes no other bean.
     */
    @Bean(defaultCandidate = false)
    static Clock machineClock() {
        return Clock.systemUTC();
    }

    /** The only clock that is injected: nothing else asks for the time. */
    @Bean
    Clock clock(DataSource database) {
        return new DatabaseClock(database);
    }
}
