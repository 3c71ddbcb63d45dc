package io.upkeep.approval;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the people; a mistake in them stops the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PeopleProperties.class, ApprovalSettings.class, BreakGlassSettings.class})
class ApprovalConfiguration {

    @Bean
    People people(PeopleProperties properties) {
        return properties.checked();
    }
}
