package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BranchGateTest {

    private static final int MANY = 2_000;

    private final BranchGate gate = new BranchGate();
    private final CamelContext camel = new DefaultCamelContext();
    private final ExecutorService single = Executors.newSingleThreadExecutor();

    @BeforeEach
    void start() throws Exception {
        camel.getCamelContextExtension().addInterceptStrategy(gate);
        camel.addRoutes(routes());
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        gate.destroy();
        single.shutdownNow();
    }

    @Test
    void the_only_branch_at_work_is_kept_back_until_another_begins() {
        BranchGate.Branches branches = new BranchGate.Branches();
        List<String> gone = new CopyOnWriteArrayList<>();

        assertThat(branches.begin(1, false)).isNull();
        assertThat(branches.mayGoOn(() -> gone.add("first"))).isFalse();
        branches.begin(3, true).run();
        assertThat(gone).containsExactly("first");
        assertThat(branches.mayGoOn(() -> gone.add("third")))
                .as("the second was sent and has not begun")
                .isFalse();
        branches.begin(2, false).run();
        assertThat(branches.mayGoOn(() -> gone.add("second"))).isTrue();

        assertThat(gone).containsExactly("first", "third");
    }

    @Test
    void of_branches_that_have_all_begun_none_is_kept_back() {
        BranchGate.Branches branches = new BranchGate.Branches();
        branches.begin(1, false);
        branches.begin(2, true);

        assertThat(branches.mayGoOn(() -> {})).isTrue();
        assertThat(branches.mayGoOn(() -> {})).isTrue();
    }

    @Test
    void a_branch_that_has_ended_goes_on_when_the_last_begins() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        CompletableFuture<String> last = new CompletableFuture<>();
        Queue<Supplier<String>> parts = new ArrayDeque<>(List.of(() -> "a", last::join));
        Iterator<String> each = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !parts.isEmpty();
            }

            @Override
            public String next() {
                return parts.remove().get();
            }
        };
        CompletableFuture<Object> all = camel.createProducerTemplate()
                .asyncRequestBodyAndHeader("direct:stream", each, "ended", ended, Object.class);

        await().until(() -> ended.get() == 1);
        assertThat(all).isNotDone();
        last.complete("b");

        all.get(20, TimeUnit.SECONDS);
        assertThat(ended).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:multicast", "direct:split", "direct:nested", "direct:one", "direct:narrow"})
    void branches_that_end_at_once_are_all_waited_for(String route) {
        ProducerTemplate sender = camel.createProducerTemplate();
        for (int n = 0; n < MANY; n++) {
            AtomicInteger ended = new AtomicInteger();
            String body = route.equals("direct:one") ? "a" : "a,b,c";
            sender.sendBodyAndHeader(route, body, "ended", ended);
            assertThat(ended).hasValue(route.equals("direct:nested") ? 9 : body.split(",").length);
        }
    }

    private RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:multicast")
                        .multicast()
                        .parallelProcessing()
                        .process(BranchGateTest::end)
                        .process(BranchGateTest::end)
                        .process(BranchGateTest::end)
                        .end();
                from("direct:split")
                        .split(body().tokenize(","))
                        .parallelProcessing()
                        .process(exchange -> {})
                        .process(BranchGateTest::end)
                        .end();
                from("direct:one").to("direct:split");
                from("direct:nested")
                        .multicast()
                        .parallelProcessing()
                        .to("direct:split")
                        .to("direct:multicast")
                        .split(body().tokenize(","))
                        .parallelProcessing()
                        .process(BranchGateTest::end)
                        .end()
                        .end();
                from("direct:narrow")
                        .split(body().tokenize(","))
                        .parallelProcessing()
                        .executorService(single)
                        .process(BranchGateTest::end)
                        .end();
                from("direct:stream")
                        .split(body())
                        .parallelProcessing()
                        .streaming()
                        .process(BranchGateTest::end)
                        .end();
            }
        };
    }

    private static void end(Exchange exchange) {
        exchange.getMessage().getHeader("ended", AtomicInteger.class).incrementAndGet();
    }
}
