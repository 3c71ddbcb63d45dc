package io.upkeep.sandbox;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** Tells where everything is, once Upkeep is ready. No stereotype, so that no test finds it by scanning. */
class SandboxBanner {

    private final Environment environment;

    SandboxBanner(Environment environment) {
        this.environment = environment;
    }

    /** Prints the addresses. */
    @EventListener(ApplicationReadyEvent.class)
    void tell() {
        System.out.println(SandboxApplication.banner(environment.getProperty("local.server.port", "8080")));
    }
}
