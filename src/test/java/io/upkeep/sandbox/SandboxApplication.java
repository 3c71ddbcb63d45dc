package io.upkeep.sandbox;

import io.upkeep.UpkeepApplication;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;

/**
 * Upkeep with everything around it, for demonstrations and development: {@code mvn spring-boot:test-run}. Settings
 * given on the command line win over the sandbox's.
 */
public final class SandboxApplication {

    private static final AtomicReference<Sandbox> SANDBOX = new AtomicReference<>();

    private SandboxApplication() {}

    /** Starts the sandbox, then Upkeep; arguments are Spring Boot's. */
    public static void main(String[] arguments) {
        Sandbox sandbox = Sandbox.start();
        SANDBOX.set(sandbox);
        // after Upkeep has stopped: it parks its runs and still needs its database for that
        SpringApplication.getShutdownHandlers().add(sandbox::close);
        ControlPage page = ControlPage.start(sandbox);
        System.setProperty("upkeep.sandbox.url", page.address());
        // whoever tries the sandbox edits routes: a save takes effect at once
        System.setProperty("upkeep.routes.reload", System.getProperty("upkeep.routes.reload", "true"));
        System.setProperty(
                "upkeep.troubleshooting.automatic",
                System.getProperty(
                        "upkeep.troubleshooting.automatic", "service_failure,configuration_issue,rollback_issue"));
        sandbox.properties().forEach((name, value) -> {
            // in routes a system property wins over an argument, so that what is given as one must not be set here
            boolean given = Stream.of(arguments).anyMatch(word -> word.startsWith("--" + name + "="));
            if (!given && System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        SandboxNodes.write(sandbox);
        try {
            SpringApplication.from(UpkeepApplication::main)
                    .with(SandboxBanner.class)
                    .run(arguments);
        } catch (RuntimeException failure) {
            // Spring has logged it; the broker's threads would keep this process alive
            sandbox.close();
            System.exit(1);
        }
    }

    static String banner(String port) {
        StringBuilder text = new StringBuilder("\n");
        line(text, "Upkeep", "http://localhost:" + port + "/");
        line(text, "Sandbox", System.getProperty("upkeep.sandbox.url") + "/   (break, heal, Slack, mail, S3, Kafka)");
        SANDBOX.get().breakable().forEach(part -> line(text, part.name(), part.address()));
        line(text, "another node", SandboxNodes.command(port));
        line(text, "versions", SANDBOX.get().configurations().directory().toString());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String address) {
        text.append("  %-13s %s%n".formatted(name, address));
    }
}
