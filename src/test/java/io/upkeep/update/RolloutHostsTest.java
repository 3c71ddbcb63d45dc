package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutHostsTest {

    private static final String DIGEST = "sha256:" + "a".repeat(64);

    private final RolloutHosts hosts = new RolloutHosts(new Inventory(List.of(
            new Target("api-1", TargetKind.HOST, Set.of("api"), URI.create("ssh://upkeep@api-1"), "", ""),
            new Target("web-1", TargetKind.HOST, Set.of("web"), URI.create("ssh://upkeep@web-1"), "", ""),
            new Target("db", TargetKind.DATABASE, Set.of("api"), URI.create("postgresql://db"), "", ""))));
    private final ImageDigests digests = new ImageDigests();

    @Test
    void hosts_that_the_selector_selects_among_the_targets_of_the_run_have_their_turn() {
        assertThat(hosts.of("api-1,db,web-1", "label:api")).containsExactly("api-1");
        assertThat(hosts.of("api-1,db,web-1", "targets")).containsExactly("api-1", "web-1");
    }

    @Test
    void a_rollout_over_nobody_is_refused_as_it_would_seem_good() {
        assertThatThrownBy(() -> hosts.of("web-1,db", "label:api"))
                .hasMessage(
                        "no host of 'label:api' is among the targets of the run (web-1,db); name it in its targets:");
        assertThatThrownBy(() -> hosts.of("", "targets")).hasMessageContaining("it has none");
    }

    @Test
    void a_tag_belongs_to_the_service_that_is_named_or_is_called_like_the_image() {
        String said =
                "@@image nginx:alpine nginx@%1$s%n@@image registry.example.org/q/worker:1 registry.example.org/q/worker@%1$s%n"
                                .formatted(DIGEST)
                        + "@@service proxy\n@@service worker\n";
        String wanted = "proxy=nginx:alpine, registry.example.org/q/worker:1";

        assertThat(digests.references(wanted)).isEqualTo("nginx:alpine,registry.example.org/q/worker:1");
        assertThat(digests.resolve(wanted, Map.of("api-1", Map.of("stdout", said))))
                .isEqualTo("proxy=nginx@%1$s,worker=registry.example.org/q/worker@%1$s".formatted(DIGEST));
        assertThat(digests.resolve("nginx:alpine", Map.of("api-1", Map.of("stdout", said))))
                .as("no host runs a service called nginx")
                .isEmpty();
    }

    @Test
    void what_is_no_tag_and_what_no_host_has_told_is_refused() {
        assertThatThrownBy(() -> digests.references("nginx"))
                .hasMessageStartingWith("'nginx' is no image with a tag; write nginx:alpine");
        assertThatThrownBy(() -> digests.resolve(
                        "nginx:alpine", Map.of("api-1", Map.of("stdout", "@@image nginx:alpine nginx:latest\n"))))
                .hasMessageStartingWith("no host says which image nginx:alpine is");
    }
}
