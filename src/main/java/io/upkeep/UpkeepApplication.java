package io.upkeep;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Upkeep: the engine, its routes, the REST API and the dashboard. */
@SpringBootApplication
public class UpkeepApplication {

    /** Starts the server, or ends the process with 1; arguments are Spring Boot's ({@code --server.port=8081}). */
    public static void main(String[] args) {
        try {
            SpringApplication.run(UpkeepApplication.class, args);
        } catch (RuntimeException failure) {
            // Spring has logged it; what began before it failed would keep alive a process that does nothing
            System.exit(1);
        }
    }
}
