package io.upkeep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.UpkeepApplication;
import io.upkeep.probe.DeclaredProbe;
import io.upkeep.probe.DeclaredProbes;
import io.upkeep.probe.ProbeAnswers;
import io.upkeep.probe.ProbeInbox;
import io.upkeep.probe.condition.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * How many HTTP probes a second the product's own route asks, judges and records with 50 at once, and what one costs, beside
 * prometheus-blackbox-exporter asking the same web server by its own interface. No test: {@code bench/README.md}.
 */
@Tag("bench")
@SpringBootTest(
        classes = UpkeepApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "upkeep.routes.directory=target/probe-bench/routes",
            "spring.config.location=classpath:/application.yaml"
        })
@DirtiesContext // the database ends before its directory is removed
class ProbeBench {

    private static final int AT_ONCE = 50;
    private static final int PROBES = 200;
    private static final int A_ROUND = 10_000;
    private static final int ROUNDS = 3;
    private static final Path EXPORTER = Path.of("/usr/bin/prometheus-blackbox-exporter");

    @TempDir
    static Path directory;

    private static Process target;
    private static String address;

    @Autowired
    private CamelContext camel;

    @Autowired
    private DeclaredProbes probes;

    @Autowired
    private ProbeInbox inbox;

    @Autowired
    private JdbcClient jdbc;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) throws IOException {
        Path routes = Path.of("target", "probe-bench", "routes", "channels");
        Files.createDirectories(routes);
        String all = Files.readString(Path.of("routes/channels/declared-probes.camel.yaml"));
        // the route of HTTP probes as it is shipped; the others need hosts
        Files.writeString(
                routes.resolve("declared-probes.camel.yaml"),
                all.substring(all.indexOf("- route:"), all.indexOf("- route:", all.indexOf("id: ask-http"))));
        target = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "bench/HttpTarget.java")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = target.inputReader(StandardCharsets.UTF_8);
        address = "http://127.0.0.1:" + out.readLine();
        settings.add("upkeep.data-directory", directory::toString);
        settings.add("upkeep.targets.web.kind", () -> "service");
        settings.add("upkeep.targets.web.address", () -> address);
        for (int i = 0; i < PROBES; i++) {
            String at = "upkeep.targets.web.probes.p" + i + ".";
            settings.add(at + "kind", () -> "http");
            settings.add(at + "every", () -> "24h");
            settings.add(at + "critical-unless.0", () -> "[STATUS] == 200");
            settings.add(at + "critical-unless.1", () -> "[BODY].status == up");
        }
    }

    @AfterAll
    static void stop() {
        target.destroy();
    }

    @Test
    void fifty_at_once_beside_blackbox_exporter() throws Exception {
        Processor route = camel.getRoute("ask-http").getProcessor();
        List<DeclaredProbe> all = probes.all();
        try (Exporter exporter = Exporter.start(directory)) {
            Samples ours = new Samples();
            Samples oursCpu = new Samples();
            Samples databaseCpu = new Samples();
            Samples theirs = new Samples();
            Samples theirsCpu = new Samples();
            for (int round = -1; round < ROUNDS; round++) {
                CpuTime before = CpuTime.now(jdbc);
                double rate = rate(number -> ask(route, all.get(number % PROBES)));
                double cpu = before.jvmSince() / A_ROUND;
                double database = before.databaseSince() / A_ROUND;
                double exporterBefore = exporter.cpuMillis();
                double exporterRate = rate(number -> exporter.ask(address));
                if (round >= 0) {
                    ours.add(rate);
                    oursCpu.add(cpu);
                    databaseCpu.add(database);
                    theirs.add(exporterRate);
                    theirsCpu.add((exporter.cpuMillis() - exporterBefore) / A_ROUND);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "BENCH probes at once=%d: upkeep %.0f/s, cpu %.3f ms JVM + %.3f ms PostgreSQL each; blackbox_exporter %.0f/s, cpu %.3f ms each; %s%n",
                    AT_ONCE,
                    ours.median(),
                    oursCpu.median(),
                    databaseCpu.median(),
                    theirs.median(),
                    theirsCpu.median(),
                    Samples.load());
        }
    }

    private interface Question {
        void ask(int number) throws Exception;
    }

    private static double rate(Question question) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        AtomicInteger next = new AtomicInteger();
        long started = System.nanoTime();
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            workers.add(threads.submit(() -> {
                for (int number = next.getAndIncrement(); number < A_ROUND; number = next.getAndIncrement()) {
                    question.ask(number);
                }
                return null;
            }));
        }
        for (Future<?> worker : workers) {
            worker.get();
        }
        threads.shutdown();
        return A_ROUND / Samples.secondsSince(started);
    }

    /** As the consumer does it. */
    private void ask(Processor route, DeclaredProbe probe) throws Exception {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setVariable("target", probe.target());
        exchange.setVariable("probe", probe.name());
        probe.options().forEach(exchange::setVariable);
        exchange.setProperty(ProbeAnswers.ASKED, System.nanoTime());
        route.process(exchange);
        assertThat(exchange.getException()).isNull();
        inbox.take(probe, exchange.getVariable(ProbeAnswers.VARIABLE, Answer.class));
    }

    /** The rival, asked as Prometheus asks it. */
    private record Exporter(Process process, String address, HttpClient http) implements AutoCloseable {

        static Exporter start(Path directory) throws Exception {
            Path configuration = directory.resolve("blackbox.yml");
            Files.writeString(configuration, """
                    modules:
                      http_2xx:
                        prober: http
                        timeout: 5s
                        http:
                          valid_status_codes: [200]
                          preferred_ip_protocol: ip4
                          fail_if_body_not_matches_regexp: ['"status": "up"']
                    """);
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            Process process = new ProcessBuilder(
                            EXPORTER.toString(),
                            "--config.file=" + configuration,
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("exporter.log").toFile())
                    .start();
            Exporter exporter = new Exporter(process, "http://127.0.0.1:" + port, HttpClient.newHttpClient());
            org.awaitility.Awaitility.await().ignoreExceptions().until(() -> {
                exporter.ask(ProbeBench.address);
                return true;
            });
            return exporter;
        }

        void ask(String target) throws Exception {
            URI uri = URI.create(address + "/probe?module=http_2xx&target=" + target + "/");
            String answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
            assertThat(answer).contains("probe_success 1");
        }

        double cpuMillis() {
            return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e6;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
