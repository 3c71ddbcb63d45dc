package io.upkeep.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.upkeep.http.ShortAnswer;
import io.upkeep.job.JobServerStandIn.Reply;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kamelets as shipped, against stand-ins that follow each vendor's published API. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Execution(ExecutionMode.CONCURRENT) // they wait for answers and deadlines, each on its own server
class JobKameletsTest {

    private static final Executor OWN_THREAD = task -> new Thread(task, "run").start();
    private static final String RUN = "4f0c1a52-0000-4000-8000-000000000001";
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> logged = Collections.synchronizedList(new ArrayList<>());
    private JobServerStandIn server;

    /** One vendor: its stand-in, its kamelet with what it requires, and its word for a failure. */
    record Vendor(String kamelet, Supplier<JobServerStandIn> standIn, String parameters, String failure) {
        @Override
        public String toString() {
            return kamelet;
        }
    }

    static Stream<Vendor> vendors() {
        return Stream.of(
                new Vendor("jenkins-job-action", JenkinsStandIn::new, "job: maintenance/deploy-api", "FAILURE"),
                new Vendor(
                        "gitlab-job-action",
                        GitLabStandIn::new,
                        "project: operations/virtual-queue, ref: main",
                        "failed"),
                new Vendor(
                        "azure-devops-job-action",
                        AzureDevOpsStandIn::new,
                        "project: virtual-queue, pipeline: 42",
                        "failed"),
                new Vendor(
                        "github-job-action",
                        GitHubStandIn::new,
                        "repository: example/virtual-queue, workflow: deploy.yml, ref: main",
                        "failure"));
    }

    private void start(Vendor vendor, String token) throws Exception {
        start(vendor, token, "within: 20s");
    }

    private void start(Vendor vendor, String token, String patience) throws Exception {
        server = vendor.standIn().get();
        Properties settings = new Properties();
        settings.put("upkeep.targets.ci.address", server.address());
        camel.getPropertiesComponent().setInitialProperties(settings);
        camel.getPropertiesComponent().addLocation("optional:none");
        Target ci = new Target("ci", TargetKind.SERVICE, Set.of(), URI.create(server.address()), "upkeep", token);
        camel.getRegistry().bind("jobs", new Jobs(new Inventory(List.of(ci)), Clock.systemUTC()));
        camel.getRegistry().bind("shortAnswer", new ShortAnswer());
        camel.getComponent("kamelet", org.apache.camel.component.kamelet.KameletComponent.class)
                .setLocation("file:routes/kamelets");
        String route = """
                - route:
                    id: job
                    from:
                      uri: direct:job
                      steps:
                        - to: {uri: "kamelet:%s", parameters: {server: ci, %s, every: 50ms, %s, parameters: "version,STAGE=environment"}}
                """.formatted(vendor.kamelet(), vendor.parameters(), patience);
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("job.camel.yaml", route));
        camel.getCamelContextExtension().addLogListener((exchange, logger, message) -> {
            logged.add(message);
            return message;
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        server.slow.countDown();
        camel.stop();
        server.close();
    }

    private Exchange run(int epoch) {
        return run(epoch, "", () -> null);
    }

    private Exchange run(int epoch, String again, Supplier<?> stopReason) {
        return camel.createFluentProducerTemplate()
                .to("direct:job")
                .withProcessor(exchange -> {
                    exchange.setProperty(JobTag.PROPERTY, RUN + "/" + epoch + "/RUN/deploy" + again);
                    exchange.setProperty(JobStop.PROPERTY, stopReason);
                    exchange.setVariable("version", "1.1.0 & more/ä'");
                    exchange.setVariable("environment", "staging");
                })
                .send();
    }

    private static Map<?, ?> succeeded(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(Map.class);
    }

    private static String failure(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(JobFailed.class);
        assertThat(exchange.getException().getMessage()).doesNotContain(JobServerStandIn.TOKEN);
        return exchange.getException().getMessage();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_job_is_started_with_its_parameters_waited_for_and_its_result_kept(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);

        Exchange done = run(1);

        assertThat(succeeded(done).get("state")).isEqualTo("SUCCEEDED");
        assertThat(String.valueOf(done.getMessage().getBody(Map.class).get("url")))
                .startsWith(server.address());
        assertThat(server.started).hasSize(1);
        assertThat(server.started.get(0))
                .containsEntry("version", "1.1.0 & more/ä'")
                .containsEntry("STAGE", "staging");
        assertThat(done.getMessage().getHeaders()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void where_a_job_can_be_watched_is_logged_while_it_runs_and_how_it_ended(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);

        succeeded(run(1));

        assertThat(logged)
                .hasSizeBetween(2, 4) // some let it wait first, Jenkins with a page of the queue
                .allMatch(line -> line.contains(" on ci ") && line.contains(server.address()))
                .doesNotHaveDuplicates()
                .first(STRING)
                .containsPattern("(is under way|waits for its turn): ");
        assertThat(logged).last(STRING).contains("ended with '" + server.result + "': ");
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_job_leaves_nothing_behind_that_a_later_one_of_the_run_could_take_for_its_own(Vendor vendor)
            throws Exception {
        start(vendor, JobServerStandIn.TOKEN);

        Exchange done = run(1);

        assertThat(succeeded(done).get("state")).isEqualTo("SUCCEEDED");
        assertThat(done.getAllProperties())
                .noneSatisfy((name, value) -> assertThat(name).startsWith("job."));
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_job_that_fails_fails_the_step_and_the_failure_names_job_result_and_page(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        server.result = vendor.failure();

        assertThat(failure(run(1))).contains("on ci ended with '" + vendor.failure() + "'", server.address());
        assertThat(server.started).hasSize(1);
        assertThat(failure(run(1, "~2", () -> null))).contains(vendor.failure());
        assertThat(server.started).as("another attempt is another job").hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_server_that_wants_to_be_left_alone_is_left_alone(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        server.busyFor = 2;
        long before = System.nanoTime();

        succeeded(run(1));

        assertThat(server.busyFor).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(900));
        assertThat(server.started).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_wrong_token_is_said_with_the_setting_that_holds_it_and_nothing_is_started(Vendor vendor) throws Exception {
        start(vendor, "another-token-altogether");

        assertThat(failure(run(1)))
                .contains("refuses the token", "upkeep.targets.ci.password", server.address())
                .doesNotContain("another-token-altogether");
        assertThat(server.started).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_step_that_was_cut_off_finds_its_job_again_instead_of_starting_it_twice(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        server.looksUntilOver = Integer.MAX_VALUE;
        Exchange cutOff = interruptedWhenStarted(() -> "OWNERSHIP_LOST");
        assertThat(failure(cutOff)).contains("goes on");
        assertThat(server.ended).isFalse();
        server.looksUntilOver = 2;

        assertThat(succeeded(run(2)).get("state")).isEqualTo("SUCCEEDED");
        assertThat(server.started).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_start_whose_answer_was_lost_is_looked_for_and_not_repeated(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        server.swallowsStart = true;

        succeeded(run(1));

        assertThat(server.swallowsStart).isFalse();
        assertThat(server.started).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_start_that_is_answered_with_503_may_have_arrived_and_is_not_repeated(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        server.failsStart = true;

        succeeded(run(1));

        assertThat(server.failsStart).isFalse();
        assertThat(logged)
                .filteredOn(line -> line.startsWith("ci does not answer (POST "))
                .singleElement(STRING)
                .endsWith("HTTP 503 \"try later\"); its job is looked for");
        assertThat(server.started).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_cancelled_run_ends_its_job(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        server.looksUntilOver = Integer.MAX_VALUE;

        assertThat(failure(interruptedWhenStarted(() -> "CANCELLED"))).contains("asked to end", "cancelled");
        assertThat(server.ended).isTrue();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_job_that_takes_longer_than_it_may_is_ended_and_the_failure_says_what_to_do(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN, "within: 1s");
        server.looksUntilOver = Integer.MAX_VALUE;

        assertThat(failure(run(1)))
                .contains("was asked to end, because it took longer than 1 s", server.address(), "more time (within)");
        assertThat(server.ended).isTrue();
        assertThat(server.started).hasSize(1);
        assertThat(failure(run(1, "~2", () -> null))).contains(server.address());
        assertThat(server.started).as("another attempt is another job").hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_job_whose_time_is_over_is_ended_although_the_server_is_busy(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN, "within: 1s");
        server.looksUntilOver = Integer.MAX_VALUE;
        server.busyWhenAskedToEnd = 1;

        assertThat(failure(run(1))).contains("was asked to end, because it took longer");
        assertThat(server.busyWhenAskedToEnd).isZero();
        assertThat(server.ended).isTrue();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_job_that_cannot_be_ended_in_time_is_said_to_go_on(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN, "within: 1s");
        server.looksUntilOver = Integer.MAX_VALUE;
        server.busyWhenAskedToEnd = 1;
        server.busySeconds = 3600;

        assertThat(failure(run(1)))
                .contains(
                        "could not be ended", "although it took longer", "may go on", "end it there", server.address());
        assertThat(server.ended).isFalse();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_start_that_is_answered_too_slowly_is_looked_for_and_not_repeated(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN, "within: 20s, answerMillis: 300");
        server.slow = new CountDownLatch(1);
        server.slowly = JobServerStandIn.Slow.STARTS;

        assertThat(succeeded(run(1)).get("state")).isEqualTo("SUCCEEDED");
        assertThat(server.held).hasValue(1);
        assertThat(server.started).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_server_that_becomes_slow_while_its_job_runs_is_asked_again(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN, "within: 60s, answerMillis: 300");
        server.slow = new CountDownLatch(1);
        server.slowly = JobServerStandIn.Slow.LOOKS;
        CompletableFuture<Exchange> running = CompletableFuture.supplyAsync(() -> run(1), OWN_THREAD);
        await().atMost(Duration.ofSeconds(30)).until(() -> server.held.get() >= 3);
        server.slowly = JobServerStandIn.Slow.NOTHING;

        assertThat(succeeded(running.get(20, TimeUnit.SECONDS)).get("state")).isEqualTo("SUCCEEDED");
        assertThat(server.started).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_server_that_stays_slow_fails_the_step_when_its_time_is_over_and_nothing_was_started(Vendor vendor)
            throws Exception {
        start(vendor, JobServerStandIn.TOKEN, "within: 1s, answerMillis: 200");
        server.slow = new CountDownLatch(1);
        server.slowly = JobServerStandIn.Slow.EVERYTHING;

        assertThat(failure(run(1)))
                .contains(
                        "is not waited for: it took longer than 1 s, and ci has not answered for ",
                        "(GET " + server.address() + "/",
                        ": it did not answer in time)",
                        "it was not started",
                        "see whether ci is up and upkeep.targets.ci.address is right",
                        "more time (within)");
        assertThat(server.held.get()).isGreaterThan(1);
        assertThat(server.started).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_start_that_nobody_could_see_in_time_may_have_happened_and_that_is_said(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN, "within: 2s, answerMillis: 200");
        server.slow = new CountDownLatch(1);
        server.slowly = JobServerStandIn.Slow.STARTS;
        server.onStart = () -> server.slowly = JobServerStandIn.Slow.EVERYTHING;

        assertThat(failure(run(1)))
                .contains(
                        "is not waited for: it took longer than 2 s",
                        "it may have started, see " + server.address(),
                        "none with UPKEEP_RUN=" + RUN,
                        "what came for its start: it did not answer in time");
        assertThat(server.started).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_server_that_is_not_there_is_named_with_what_it_was_asked_and_the_setting_to_look_at(Vendor vendor)
            throws Exception {
        start(vendor, JobServerStandIn.TOKEN, "within: 5s");
        server.close();

        assertThat(failure(run(1)))
                .contains(
                        "ci has not answered for ",
                        "(GET " + server.address() + "/",
                        "it refused the connection",
                        "it was not started",
                        "upkeep.targets.ci.address");
        assertThat(logged)
                .singleElement(STRING)
                .startsWith("ci does not answer (GET " + server.address())
                .endsWith("it is asked again");
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_page_instead_of_an_answer_of_the_api_is_said_with_the_server_and_what_it_was_asked(Vendor vendor)
            throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        server.instead = Reply.page(200, "<!DOCTYPE html><html><head><title>Proxy</title></head></html>");

        assertThat(failure(run(1)))
                .contains(
                        "the answer of ci to GET " + server.address() + "/",
                        "is not JSON but \"Proxy\"",
                        "see whether upkeep.targets.ci.address is that of the API, such as https://");
        assertThat(server.started).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void an_answer_without_its_list_of_jobs_is_not_taken_for_an_empty_one(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        server.instead = Reply.ok(Map.of());

        assertThat(failure(run(1))).contains("the answer of ci to GET ", "has no list '");
        assertThat(server.calls).allMatch(call -> call.startsWith("GET "));
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_page_while_a_job_runs_fails_the_step_and_says_that_the_job_goes_on(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        server.onStart = () -> server.instead = Reply.page(200, "<title>Maintenance</title>");

        assertThat(failure(run(1)))
                .contains("is not JSON but \"Maintenance\"")
                .containsPattern("; the job (goes on: http://127|may have started)");
        assertThat(server.started).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_server_that_has_moved_is_said_with_where_to_and_gets_no_token_there(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        try (JobServerStandIn elsewhere = vendor.standIn().get()) {
            server.instead = new Reply(307, null, "Location", elsewhere.address() + "/moved?key=hidden");

            assertThat(failure(run(1)))
                    .contains(
                            "ci sends on to " + elsewhere.address() + "/moved", "HTTP 307", "upkeep.targets.ci.address")
                    .doesNotContain("refuses the token", "hidden");
            assertThat(elsewhere.calls).isEmpty();
        }
        server.instead = new Reply(302, null, "Location", "https://login.example.org/_signin?reply_to=x");
        assertThat(failure(run(2))).contains("refuses the token", "upkeep.targets.ci.password");
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void what_a_server_says_of_a_refusal_is_told_without_what_is_around_it(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        server.instead = new Reply(422, Map.of("message", "Unexpected inputs", "documentation_url", "https://docs"));
        assertThat(failure(run(1))).contains("HTTP 422 \"Unexpected inputs\"").doesNotContain("documentation_url");

        server.instead = Reply.page(400, "<html><head><title>Error 400 Nothing is submitted</title></head></html>");
        assertThat(failure(run(2)))
                .contains("HTTP 400 \"Error 400 Nothing is submitted\"")
                .doesNotContain("<");
    }

    /** Without GitLab, which has a fixed set of words for it. */
    static Stream<Vendor> vendorsThatCallAResultAsTheyLike() {
        return vendors().filter(vendor -> !vendor.kamelet().startsWith("gitlab"));
    }

    @ParameterizedTest
    @MethodSource("vendorsThatCallAResultAsTheyLike")
    void what_a_server_calls_a_result_is_one_line_of_visible_characters(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        server.result = "bad\u001b[31m\u202e\r\nforged line " + "x".repeat(5_000);

        assertThat(failure(run(1)))
                .contains("ended with 'bad [31m forged line xxx")
                .hasSizeLessThan(500)
                .matches(text -> text.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x202e));
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void a_server_that_wants_to_be_left_alone_is_told_of_once_in_the_log(Vendor vendor) throws Exception {
        start(vendor, JobServerStandIn.TOKEN);
        server.busyFor = 2;

        succeeded(run(1));

        assertThat(logged)
                .filteredOn(line -> line.contains("ci wants to be left alone for "))
                .hasSize(1);
    }

    /** Interrupts the step once its job is being watched, as the engine does. */
    private Exchange interruptedWhenStarted(Supplier<?> reason) {
        AtomicReference<Thread> worker = new AtomicReference<>();
        CompletableFuture<Exchange> running = CompletableFuture.supplyAsync(
                () -> {
                    worker.set(Thread.currentThread());
                    return run(1, "", reason);
                },
                OWN_THREAD);
        await().atMost(Duration.ofSeconds(10)).until(() -> server.started.size() == 1);
        int calls = server.calls.size();
        await().atMost(Duration.ofSeconds(10)).until(() -> server.calls.size() > calls + 3);
        worker.get().interrupt();
        return running.join();
    }
}
