package io.upkeep.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlPageTest {

    private final Sandbox sandbox = Sandbox.shared();
    private final ControlPage page = ControlPage.start(sandbox);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void heal() {
        sandbox.healAll();
        page.close();
    }

    @Test
    void shows_every_part_and_escapes_what_hosts_and_people_say() throws Exception {
        http.send(
                HttpRequest.newBuilder(URI.create(sandbox.slack().address() + "/api/chat.postMessage"))
                        .header("Authorization", "Bearer " + SlackPart.TOKEN)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"channel\":\"#maintenance\",\"text\":\"*bold* <script>alert(1)</script>\"}"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());

        String html = send("GET", "/").body();

        assertThat(html).contains("<b>bold</b> &lt;script&gt;").doesNotContain("<script");
        sandbox.breakable().forEach(part -> assertThat(html).contains("<b>" + part.name() + "</b>"));
    }

    @Test
    void breaks_and_heals_by_name() throws Exception {
        assertThat(send("POST", "/parts/api-2/break?fault=slow").body())
                .startsWith("api-2")
                .contains("slow");
        assertThat(sandbox.part("api-2").state()).isEqualTo("slow");
        assertThat(send("POST", "/parts/api-2/heal").statusCode()).isEqualTo(200);
        assertThat(sandbox.part("api-2").state()).isEqualTo("healthy");
    }

    @Test
    void says_what_it_knows_when_asked_for_nonsense() throws Exception {
        HttpResponse<String> fault = send("POST", "/parts/kafka/break?fault=tired");

        assertThat(fault.statusCode()).isEqualTo(400);
        assertThat(fault.body()).contains("'tired'", "hanging", "refusing");
        assertThat(send("POST", "/parts/nobody/heal").body()).contains("no part 'nobody'");
    }

    @Test
    void lets_no_other_web_site_break_anything() throws Exception {
        HttpRequest foreign = HttpRequest.newBuilder(URI.create(page.address() + "/parts/kafka/break?fault=refusing"))
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        assertThat(http.send(foreign, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        assertThat(sandbox.part("kafka").state()).isEqualTo("healthy");
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(page.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
