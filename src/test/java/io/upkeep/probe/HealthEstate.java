package io.upkeep.probe;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.upkeep.UpkeepApplication;
import io.upkeep.sandbox.NameServer;
import io.upkeep.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One running product for all tests of health: the shared sandbox with its checks by runs, and beside it a desk with a web page, a
 * name server and a job, which declared probes watch every second.
 */
final class HealthEstate {

    static final Sandbox SANDBOX = Sandbox.shared();
    static final NameServer NAMES = NameServer.start();
    static final Desk DESK = new Desk();

    private HealthEstate() {}

    static ConfigurableApplicationContext upkeep() {
        return Running.UPKEEP;
    }

    private static final class Running {

        static final ConfigurableApplicationContext UPKEEP = start();
    }

    private static ConfigurableApplicationContext start() {
        Map<String, String> properties = SANDBOX.properties();
        properties.put("spring.datasource.url", SANDBOX.postgres().createUpkeepDatabase("check_system_health"));
        properties.put("server.port", "0");
        properties.put("upkeep.probe.record-every", "200ms");
        properties.put(
                "camel.main.routes-include-pattern",
                "file:routes/pipelines/health/*.camel.yaml,file:routes/pipelines/configuration/back-up-*.camel.yaml,"
                        + "file:routes/pipelines/configuration/collect-*.camel.yaml,file:routes/pipelines/backup/*.camel.yaml,"
                        + "file:routes/channels/declared-probes.camel.yaml,file:src/test/resources/probe/*.camel.yaml");
        declare(properties);
        ConfigurableApplicationContext upkeep = new SpringApplicationBuilder(UpkeepApplication.class)
                .run(properties.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
        TargetHealth health = upkeep.getBean(TargetHealth.class);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> health.list().stream()
                        .flatMap(report -> report.probes().stream())
                        .noneMatch(probe -> probe.checkedAt() == null));
        return upkeep;
    }

    /** Names that the checks by runs do not know: what these tests break is nothing to the others. */
    private static void declare(Map<String, String> all) {
        all.put("upkeep.targets.desk.kind", "service");
        all.put("upkeep.targets.desk.address", DESK.address());
        all.put("upkeep.targets.office.kind", "service");
        all.put("upkeep.targets.office.address", "http://office.example");
        all.put("upkeep.targets.desk-host.kind", "host");
        all.put(
                "upkeep.targets.desk-host.address",
                SANDBOX.hosts().host("web-1").address());
        probe(
                all,
                "desk",
                "page",
                "kind=http",
                "path=/health",
                "critical-unless[0]=[STATUS] == 200",
                "critical-unless[1]=[BODY].status == any(up, ok)",
                "warning-unless[0]=len([BODY].waiting) < 3");
        probe(all, "desk", "port", "kind=tcp");
        probe(
                all,
                "office",
                "name",
                "kind=dns",
                "name=desk.example",
                "server=" + NAMES.address(),
                "critical-unless[0]=[BODY][0] == 10.0.0.7",
                "critical-unless[1]=[DNS_RCODE] == NOERROR");
        probe(all, "office", "nightly", "kind=heartbeat", "within=2s", "failures=1", "successes=1");
        probe(
                all,
                "desk-host",
                "spool",
                "kind=script",
                "script=pipelines/health/check-spool.sh",
                "critical-unless[0]=[BODY] < 3");
    }

    private static void probe(Map<String, String> all, String target, String name, String... settings) {
        String at = "upkeep.targets.%s.probes.%s.".formatted(target, name);
        all.put(at + "every", "1s");
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            all.put(at + setting.substring(0, equals), setting.substring(equals + 1));
        }
    }

    /** A web page whose answer tests choose. */
    static final class Desk {

        private final HttpServer server;
        private volatile int status = 200;
        private volatile String body = "{\"status\": \"up\", \"waiting\": []}";

        Desk() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException failure) {
                throw new UncheckedIOException("the desk cannot listen", failure);
            }
            server.setExecutor(Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work, "desk");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", exchange -> {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        void answers(int newStatus, String newBody) {
            body = newBody;
            status = newStatus;
        }

        void isWell() {
            answers(200, "{\"status\": \"up\", \"waiting\": []}");
        }
    }
}
