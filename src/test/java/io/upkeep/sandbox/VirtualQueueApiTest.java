package io.upkeep.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VirtualQueueApiTest {

    private final Sandbox sandbox = Sandbox.shared();
    private final VirtualQueueApi api = sandbox.queues().get(0);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void restore() throws Exception {
        sandbox.healAll();
        deploy(ConfigurationVersions.DEPLOYED);
    }

    @Test
    void gives_tickets_in_order_and_calls_them() throws Exception {
        String first = send("POST", "/queues/taxes/tickets").body();
        assertThat(first).contains("\"number\":\"A", "\"position\":1");
        assertThat(send("GET", "/queues/taxes").body()).contains("\"waiting\":1", "\"maxLength\":500");
        String number = first.replaceAll(".*\"(A\\d+)\".*", "$1");
        assertThat(send("POST", "/queues/taxes/next").body()).contains(number);
        assertThat(send("POST", "/queues/taxes/next").statusCode()).isEqualTo(204);
        assertThat(send("GET", "/queues/nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void health_tells_which_dependency_is_broken() throws Exception {
        assertThat(send("GET", "/health").body())
                .isEqualTo("{\"status\":\"healthy\",\"serviceName\":\"virtual-queue-api\",\"version\":\"1.0.0\","
                        + "\"checks\":{\"database\":\"healthy\",\"redis\":\"healthy\"}}");

        sandbox.breakPart("redis", Relay.REFUSING);
        HttpResponse<String> broken = send("GET", "/health");
        assertThat(broken.statusCode()).isEqualTo(503);
        assertThat(broken.body()).contains("\"database\":\"healthy\"", "\"redis\":\"unhealthy: ");
    }

    @Test
    void obeys_a_newly_deployed_configuration_after_a_restart_only() throws Exception {
        copy(ConfigurationVersions.GOOD);
        assertThat(send("GET", "/health").body()).contains("\"version\":\"1.0.0\"");

        assertThat(systemctl("restart").exit()).isZero();
        assertThat(send("GET", "/health").body()).contains("\"version\":\"1.1.0\"");
        assertThat(send("GET", "/queues/taxes").body()).contains("\"maxLength\":750");
    }

    @Test
    void a_wrong_database_port_starts_but_is_unhealthy() throws Exception {
        deploy(ConfigurationVersions.WRONG_DATABASE);

        assertThat(systemctl("is-active").out()).isEqualTo("active\n");
        assertThat(send("GET", "/health").statusCode()).isEqualTo(503);
        assertThat(send("GET", "/health").body()).contains("1.2.0", "refused");
    }

    @Test
    void a_configuration_that_is_not_json_keeps_it_from_starting() throws Exception {
        copy(ConfigurationVersions.NOT_JSON);

        assertThat(systemctl("restart").exit()).isEqualTo(1);
        assertThat(systemctl("restart").err()).contains("Job for virtual-queue-api.service failed", "not JSON");
        assertThat(systemctl("is-active")).isEqualTo(new SshClients.Result(3, "failed\n", ""));
        assertThatThrownBy(() -> send("GET", "/health")).isInstanceOf(ConnectException.class);
    }

    @Test
    void crashes_and_fails_on_purpose_and_is_healed() throws Exception {
        api.breakWith(VirtualQueueApi.CRASHED);
        assertThat(systemctl("is-active").out()).isEqualTo("failed\n");
        api.heal();
        api.breakWith(VirtualQueueApi.ERRORS);
        assertThat(send("GET", "/health").statusCode()).isEqualTo(500);
        api.heal();
        assertThat(send("GET", "/health").statusCode()).isEqualTo(200);
    }

    private void deploy(String version) throws Exception {
        copy(version);
        assertThat(systemctl("restart").exit()).isZero();
    }

    private void copy(String version) throws IOException {
        Path files = sandbox.configurations().files(version, ConfigurationVersions.PRODUCTION);
        for (Path file : Resources.files(files)) {
            sandbox.hosts().host("api-1").tree().write("app/config/" + file, Files.readString(files.resolve(file)));
        }
    }

    private SshClients.Result systemctl(String verb) throws IOException {
        return SshClients.run(sandbox.hosts(), "api-1", "systemctl " + verb + " virtual-queue-api");
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
