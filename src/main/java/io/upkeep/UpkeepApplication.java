package io.upkeep;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Upkeep: the engine, its routes, the REST API and the dashboard. */
@SpringBootApplication
public class UpkeepApplication {

    /** Starts the server; arguments are Spring Boot's ({@code --server.port=8081}). */
    public static void main(String[] args) {
        SpringApplication.run(UpkeepApplication.class, args);
    }
}
