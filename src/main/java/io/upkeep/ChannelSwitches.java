package io.upkeep;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * Adds {@code upkeep.kafka.enabled}, {@code upkeep.slack.enabled} and {@code upkeep.mail.enabled}: a channel is on when
 * the setting that it cannot do without is there. Routes use them in {@code autoStartup}. Setting one of them decides.
 */
public final class ChannelSwitches implements EnvironmentPostProcessor {

    /** Each switch and the setting that turns it on. */
    static final Map<String, String> NEEDED = Map.of(
            "upkeep.kafka.enabled", "camel.component.kafka.brokers",
            "upkeep.slack.enabled", "upkeep.slack.token",
            "upkeep.mail.enabled", "upkeep.mail.host");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new Switches(environment));
    }

    /**
     * Looks when it is asked, because later settings (tests, a config server) count too. The environment is not its
     * source: Spring Boot would look into that again, without end.
     */
    private static final class Switches extends EnumerablePropertySource<Map<String, String>> {

        private final ConfigurableEnvironment environment;

        Switches(ConfigurableEnvironment environment) {
            super("channelSwitches", NEEDED);
            this.environment = environment;
        }

        @Override
        public String[] getPropertyNames() {
            return NEEDED.keySet().toArray(new String[0]);
        }

        @Override
        public Object getProperty(String name) {
            String needed = NEEDED.get(name);
            return needed == null ? null : !environment.getProperty(needed, "").isBlank();
        }
    }
}
