package io.upkeep.update;

import io.upkeep.run.RequestCheck;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Refuses updates by a release that there is not, or that is of another type, before people are asked to approve them. */
@Configuration(proxyBeanMethods = false)
class ReleaseRequests {

    @Bean
    RequestCheck testUpdateRequests(Releases releases) {
        return new OfRelease("test-update", releases);
    }

    @Bean
    RequestCheck updateSystemRequests(Releases releases) {
        return new OfRelease("update-system", releases);
    }

    /** The release is the input {@code version}; of a given type where there is an input {@code type}. */
    private record OfRelease(String pipeline, Releases releases) implements RequestCheck {
        @Override
        public Optional<String> problemWith(Map<String, String> inputs) {
            return releases.problemWith(inputs.get("version"), Optional.ofNullable(inputs.get("type")));
        }
    }
}
