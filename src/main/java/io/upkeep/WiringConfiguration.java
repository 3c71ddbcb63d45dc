package io.upkeep;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts that everything shares. */
@Configuration(proxyBeanMethods = false)
class WiringConfiguration {

    /** The only clock: nothing else asks for the time. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
