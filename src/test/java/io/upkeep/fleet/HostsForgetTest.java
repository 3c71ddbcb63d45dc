package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kamelet as it is shipped, of which a step may call several. */
class HostsForgetTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private FleetFixture fleet;
    private Path begun;
    private Path second;

    @BeforeEach
    void hosts_that_forget_slowly() throws Exception {
        fleet = FleetFixture.of(directory, 1);
        begun = directory.resolve("begun");
        second = directory.resolve("second");
        fleet.script("slow.sh", "echo $$ >" + begun + ".new && mv " + begun + ".new " + begun + "; exec sleep 600");
        fleet.script("second.sh", "touch " + second);
        fleet.script("fails.sh", "exit 1");
        PluginHelper.getRoutesLoader(fleet.camel())
                .loadRoutes(ResourceHelper.resolveResource(
                        fleet.camel(), "file:routes/kamelets/hosts-forget-action.kamelet.yaml"));
        fleet.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                forgets("slow");
                forgets("fails");
            }

            private void forgets(String first) {
                from("direct:" + first)
                        .to("kamelet:hosts-forget-action?hosts=label:api&script=" + first + ".sh")
                        .to("kamelet:hosts-forget-action?hosts=name:api-1&script=second.sh");
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        if (Files.exists(begun)) {
            slow().ifPresent(ProcessHandle::destroyForcibly);
        }
        fleet.close();
    }

    private Optional<ProcessHandle> slow() throws Exception {
        return ProcessHandle.of(Long.parseLong(Files.readString(begun).strip()));
    }

    private Exchange forgetting(String first, StopReason reason) {
        Supplier<StopReason> why = () -> reason;
        return fleet.send("direct:" + first, exchange -> {
            exchange.getExchangeExtension().setInterruptable(false); // as the engine does
            exchange.setProperty(StepToken.PROPERTY, "run-1/1/RUN/forget");
            exchange.setProperty(StopReason.PROPERTY, why);
            exchange.setVariable("runId", "run-1");
            exchange.getMessage().setBody("recorded");
        });
    }

    private Exchange interrupted(StopReason reason) throws Exception {
        AtomicReference<Exchange> ended = new AtomicReference<>();
        Thread caller = new Thread(() -> ended.set(forgetting("slow", reason)));
        caller.start();
        await().atMost(SOON).until(() -> Files.exists(begun));
        caller.interrupt();
        await().atMost(SOON).until(() -> ended.get() != null);
        return ended.get();
    }

    @ParameterizedTest
    @EnumSource(names = {"SHUTDOWN", "OWNERSHIP_LOST"})
    void work_that_is_left_to_the_next_owner_is_no_result_and_nothing_else_is_begun(StopReason reason)
            throws Exception {
        Exchange ended = interrupted(reason);

        assertThat(ended.getException()).isInstanceOf(FleetStopped.class).hasMessageContaining("api-1: LEFT");
        assertThat(slow())
                .as("it goes on")
                .hasValueSatisfying(work -> assertThat(work.isAlive()).isTrue());
        assertThat(second).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "TIMED_OUT"})
    void a_stop_that_ends_the_work_comes_too_late(StopReason reason) throws Exception {
        Exchange ended = interrupted(reason);

        assertThat(ended.getException()).isNull();
        assertThat(ended.getMessage().getBody(String.class))
                .startsWith("recorded\nthat stays; what a host kept")
                .contains("api-1: STOPPED");
    }

    @Test
    void a_host_that_cannot_clean_up_keeps_no_other_from_it() {
        Exchange ended = forgetting("fails", StopReason.CANCELLED);

        assertThat(ended.getException()).isNull();
        assertThat(ended.getMessage().getBody(String.class))
                .startsWith("recorded\nthat stays; what a host kept")
                .contains("api-1: exit 1");
        assertThat(second).exists();
    }
}
