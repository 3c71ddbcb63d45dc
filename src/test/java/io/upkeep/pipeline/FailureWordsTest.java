package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What people are told of services and databases that refuse or are silent, as Camel's own components fail. */
class FailureWordsTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private HttpServer service;
    private volatile int status;

    @BeforeEach
    void start() throws Exception {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        service.createContext("/broken", exchange -> {
            throw new IOException("ends its connection");
        });
        service.start();
        camel.getRegistry().bind("services", new ServiceWords());
        camel.getRegistry().bind("databases", new JdbcWords());
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:" + free() + "/queue");
        camel.getRegistry().bind("main-database", nobody);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:ask").to(address() + "/tickets?authMethod=Basic&authUsername=ada&authPassword=secret");
                from("direct:nobody").to("http://127.0.0.1:" + free() + "/tickets?token=secret");
                from("direct:json").to(address() + "/tickets").process(answer -> new JsonMapper().readTree("<html>"));
                from("direct:broken").to(address() + "/broken");
                from("direct:rows").to("sql:SELECT 1?dataSource=#main-database");
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        service.stop(0);
    }

    private static int free() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }

    private String address() {
        return "http://127.0.0.1:" + service.getAddress().getPort();
    }

    private String told(String route) {
        Exchange failed = camel.createProducerTemplate().request(route, sent -> {});
        assertThat(failed.getException()).isNotNull();
        return Failures.describe(failed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | it wants a login
            403 | the login may not do that
            404 | there is nothing at that address
            429 | it is asked too often
            500 | it has a fault of its own
            503 | it is not ready
            418 | it does not take the request
            """)
    void what_a_service_answers_is_told_with_its_address_and_the_next_step(int answer, String meaning) {
        status = answer;

        assertThat(told("direct:ask"))
                .startsWith(address() + "/tickets answered " + answer)
                .contains(": " + meaning, ";")
                .doesNotContain("HttpOperationFailed", "secret", "ada");
    }

    @Test
    void a_service_that_is_not_there_is_told_with_its_address_and_without_secrets() {
        assertThat(told("direct:nobody"))
                .matches(
                        "http://127\\.0\\.0\\.1:\\d+/tickets was not reached: it refused the connection; check the address,"
                                + " that it runs, and the network on the way");
    }

    @Test
    void a_service_that_answered_what_cannot_be_used_is_not_said_to_be_away() {
        status = 200;

        assertThat(told("direct:json")).startsWith("JsonParseException: Unexpected character ('<'");
    }

    @Test
    void a_service_that_hangs_up_is_told() {
        assertThat(told("direct:broken"))
                .contains("/broken was not reached: it closed the connection without an answer; ");
    }

    @Test
    void a_database_that_is_not_there_is_told_by_its_name() {
        assertThat(told("direct:rows"))
                .startsWith("the database 'main-database' was not reached: Connection to 127.0.0.1:")
                .contains("; check its address, that it runs")
                .doesNotContain("Exception");
    }
}
