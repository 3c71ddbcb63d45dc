package io.upkeep;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says once, at the start, which channels are off and how to turn them on. */
@Component
class ChannelsOff {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelsOff.class);

    private final Environment environment;

    ChannelsOff(Environment environment) {
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void tell() {
        ChannelSwitches.NEEDED.forEach((name, needed) -> {
            if (!environment.getProperty(name, Boolean.class, false)) {
                LOG.info("{} is off: set {} (or {}=true)", name.split("\\.", -1)[1], needed, name);
            }
        });
    }
}
