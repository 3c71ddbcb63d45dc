package io.upkeep.probe;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.upkeep.UpkeepApplication;
import io.upkeep.sandbox.NameServer;
import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.Sandbox;
import io.upkeep.sandbox.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * One running product for all tests of health: the shared sandbox with its checks by runs, and beside it a desk with a web page, a
 * name server, a job, a consumer of Kafka, doors with certificates and a table, which declared probes watch four times a second, while a class is {@link Asked}.
 */
public final class HealthEstate {

    static final Sandbox SANDBOX = Sandbox.shared();
    static final NameServer NAMES = NameServer.start();
    static final Desk DESK = new Desk();
    /** Whether this node is online. */
    static final Gate BEACON = new Gate();
    /** Nobody ever listens there. */
    static final Gate CLOSED = new Gate();
    /** A shop, which may be open. */
    static final Gate SHOP = new Gate();

    static final CertificateDoors DOORS = CertificateDoors.open(Places.of("doors"));
    /** The group of the target orders. */
    static final String GROUP = "ticket-printer";

    private HealthEstate() {}

    /** The product, started when first asked for. */
    public static ConfigurableApplicationContext upkeep() {
        return Running.UPKEEP;
    }

    private static final class Running {

        static final ConfigurableApplicationContext UPKEEP = start();
    }

    /** Waits until every probe was asked, those of application.yaml too. */
    static void awaitAsked() {
        TargetHealth health = upkeep().getBean(TargetHealth.class);
        await().atMost(Duration.ofMinutes(5))
                .until(() -> health.list().stream()
                        .flatMap(report -> report.probes().stream())
                        .noneMatch(probe -> probe.checkedAt() == null));
    }

    private static ConfigurableApplicationContext start() {
        BEACON.open();
        database().sql("CREATE TABLE line_at_desk (name text)").update();
        Map<String, String> properties = SANDBOX.properties();
        properties.put("spring.datasource.url", SANDBOX.postgres().createUpkeepDatabase("check_system_health"));
        properties.put("server.port", "0");
        properties.put("camel.component.quartz.auto-start-scheduler", "false");
        properties.put("upkeep.probe.record-every", "100ms");
        properties.put("upkeep.probe.online-when[0]", BEACON.address());
        properties.put(
                "camel.main.routes-include-pattern",
                "file:routes/pipelines/health/*.camel.yaml,file:routes/pipelines/configuration/back-up-*.camel.yaml,"
                        + "file:routes/pipelines/configuration/collect-*.camel.yaml,file:routes/pipelines/backup/*.camel.yaml,"
                        + "file:routes/channels/declared-*.camel.yaml,file:routes/channels/kafka-to-heartbeats.camel.yaml,"
                        + "file:routes/policies/*.camel.yaml,file:src/test/resources/probe/*.camel.yaml");
        openNoWindow(properties);
        declare(properties);
        declareMore(properties);
        FigureTargets.declare(properties);
        ConfigurableApplicationContext upkeep = new SpringApplicationBuilder(UpkeepApplication.class)
                .run(properties.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
        return upkeep;
    }

    /** While one is open nothing is told: on a Sunday night these tests would see an estate in maintenance. */
    private static void openNoWindow(Map<String, String> all) {
        String day = LocalDate.now(ZoneId.of("Europe/Berlin"))
                .plusDays(3)
                .getDayOfWeek()
                .name()
                .substring(0, 2);
        all.put("upkeep.windows.weekly.rrule", "FREQ=WEEKLY;BYDAY=" + day + ";BYHOUR=2;BYMINUTE=0");
        all.put("upkeep.windows.monthly.rrule", "FREQ=MONTHLY;BYDAY=1" + day + ";BYHOUR=2;BYMINUTE=0");
        all.put(
                "upkeep.windows.quarterly.rrule",
                "FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1" + day + ";BYHOUR=2;BYMINUTE=0");
    }

    /** The estate's database, as its owner knows it: routes may only read. */
    static JdbcClient database() {
        Map<String, String> known = SANDBOX.properties();
        return JdbcClient.create(new DriverManagerDataSource(
                "jdbc:" + known.get("upkeep.targets.database.address"),
                known.get("upkeep.targets.database.user"),
                known.get("upkeep.targets.database.password")));
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
        probe(all, "office", "nightly", "kind=heartbeat", "within=1s", "failures=1", "successes=1");
        probe(all, "office", "monthly", "kind=heartbeat", "within=31d");
        probe(
                all,
                "desk-host",
                "spool",
                "kind=script",
                "every=500ms",
                "script=pipelines/health/check-spool.sh",
                "critical-unless[0]=[BODY] < 3");
    }

    private static void declareMore(Map<String, String> all) {
        for (String api : new String[] {"queue-api-1", "queue-api-2"}) {
            // how fast this machine is, is nothing to these tests
            all.put("upkeep.targets." + api + ".probes.health.warning-unless[0]", "[RESPONSE_TIME] < 60000");
        }
        all.put("upkeep.targets.workshop.kind", "service");
        all.put("upkeep.targets.workshop.address", "http://workshop.example");
        all.put("upkeep.targets.shop.kind", "service");
        all.put("upkeep.targets.shop.address", "tcp://" + SHOP.address());
        probe(all, "shop", "port", "kind=tcp");
        probe(all, "shop", "back-door", "kind=tcp", "address=" + CLOSED.address());
        all.put("upkeep.targets.orders.kind", "service");
        all.put("upkeep.targets.orders.address", "tcp://" + SANDBOX.kafka().brokers());
        probe(
                all,
                "orders",
                "lag",
                "kind=kafka-lag",
                "every=500ms",
                "group=" + GROUP,
                "topics=queue.*",
                "critical-unless[0]=[MEMBERS] > 0",
                "critical-unless[1]=[LARGEST_LAG] < 20",
                "warning-unless[0]=[LAG] < 5");
        all.put("upkeep.targets.doors.kind", "service");
        all.put("upkeep.targets.doors.address", "https://doors.example");
        DOORS.addresses()
                .forEach((name, address) -> probe(
                        all,
                        "doors",
                        name,
                        "kind=http",
                        "url=" + address,
                        "critical-unless[0]=[STATUS] == 200",
                        "warning-unless[0]=[CERTIFICATE_EXPIRATION] > 240h"));
        all.put("camel.ssl.config.trust-managers.key-store.resource", "file:" + DOORS.trust());
        all.put("camel.ssl.config.trust-managers.key-store.password", TestAuthority.PASSWORD);
        all.put("camel.component.http.use-global-ssl-context-parameters", "true");
        probe(
                all,
                "database",
                "line",
                "kind=sql",
                "query=SELECT count(*) AS waiting, max(name) AS last FROM line_at_desk",
                "critical-unless[0]=[BODY].waiting < 3",
                "warning-unless[0]=[BODY].waiting < 2");
    }

    static void probe(Map<String, String> all, String target, String name, String... settings) {
        String at = "upkeep.targets.%s.probes.%s.".formatted(target, name);
        all.put(at + "every", "250ms");
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            all.put(at + setting.substring(0, equals), setting.substring(equals + 1));
        }
    }

    /** Has the declared probes asked while a class runs, and not for the rest of the JVM's life: they are many, and often due. */
    public static final class Asked implements BeforeAllCallback, AfterAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) throws Exception {
            CamelContext camel = upkeep().getBean(CamelContext.class);
            for (String route : routes(camel)) {
                camel.getRouteController().startRoute(route);
            }
        }

        @Override
        public void afterAll(ExtensionContext context) throws Exception {
            CamelContext camel = upkeep().getBean(CamelContext.class);
            for (String route : routes(camel)) {
                camel.getRouteController().stopRoute(route);
            }
        }

        private static List<String> routes(CamelContext camel) {
            return camel.getRoutes().stream()
                    .filter(route -> route.getEndpoint().getEndpointUri().startsWith("probe:"))
                    .map(Route::getRouteId)
                    .toList();
        }
    }

    /** A web page whose answer tests choose. */
    static final class Desk {

        private final HttpServer server;
        private volatile int status = 200;
        private volatile String body = "{\"status\": \"up\", \"waiting\": []}";
        private volatile boolean neverEnds;

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
                exchange.sendResponseHeaders(status, neverEnds ? 0 : bytes.length);
                exchange.getResponseBody().write(bytes);
                while (neverEnds) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                    LockSupport.parkNanos(50_000_000);
                }
                exchange.close();
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        /** A space now and then behind its answers, until it is well or nobody listens any more. */
        void neverEnds() {
            neverEnds = true;
        }

        void answers(int newStatus, String newBody) {
            neverEnds = false;
            body = newBody;
            status = newStatus;
        }

        void isWell() {
            answers(200, "{\"status\": \"up\", \"waiting\": []}");
        }
    }
}
