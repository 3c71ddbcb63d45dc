package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other web sites can make a browser send, byte by byte. */
class RequestGuardTest extends RunningUpkeep {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "[::2]",
                "x@localhost",
                ""
            })
    void refuses_names_that_are_not_its_own(String host) throws IOException {
        assertThat(status("GET / HTTP/1.1\r\nHost: " + host + "\r\n")).isIn(400, 421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "upkeep.example.org"})
    void answers_under_its_own_names(String host) throws IOException {
        assertThat(status("GET /api/pipelines HTTP/1.1\r\nHost: " + host + "\r\n"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://localhost:1",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void refuses_changes_from_other_sites(String header) throws IOException {
        assertThat(status(start(header + "\r\nContent-Type: application/json\r\n", "{}")))
                .isEqualTo(403);
    }

    @Test
    void other_sites_may_link_to_the_page_but_not_read_the_api() throws IOException {
        String elsewhere = " HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n";

        assertThat(status("GET /" + elsewhere)).isEqualTo(200);
        assertThat(status("GET /api/runs" + elsewhere)).isEqualTo(403);
        assertThat(status("GET /api/events" + elsewhere)).isEqualTo(403);
    }

    @Test
    void takes_changes_from_its_own_page() throws IOException {
        String headers =
                "Origin: http://localhost:8080\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n";

        assertThat(status(start(headers, "{\"parameters\":{\"version\":\"1\"}}")))
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type: text/plain\r\n",
                "Content-Type: application/x-www-form-urlencoded\r\n",
                "Content-Type: multipart/form-data; boundary=application/json\r\n"
            })
    void refuses_what_a_form_can_send(String type) throws IOException {
        assertThat(status(start(type, "{}"))).isEqualTo(415);
    }

    @Test
    void refuses_bodies_without_a_bound() throws IOException {
        assertThat(status(start("Content-Type: application/json\r\n", "\"" + "x".repeat(70_000) + "\"")))
                .isEqualTo(413);
        String chunked = "POST /api/pipelines/greet/runs HTTP/1.1\r\nHost: localhost\r\n";
        assertThat(status(chunked + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"))
                .isEqualTo(411);
    }

    @Test
    void tells_browsers_to_run_nothing_but_its_own_scripts() throws Exception {
        var headers = get("/").headers();

        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(get("/api/runs").headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    private static String start(String headers, String body) {
        return "POST /api/pipelines/greet/runs HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: " + body.length()
                + "\r\n" + headers + "\r\n" + body;
    }

    /** Sends it as it is; a request without a body still needs its empty line. */
    private int status(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String whole = request.contains("\r\n\r\n") ? request : request + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(whole.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
