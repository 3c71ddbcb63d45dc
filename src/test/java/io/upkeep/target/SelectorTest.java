package io.upkeep.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectorTest {

    private static final Inventory ESTATE = new Inventory(List.of(
            target("web-1", TargetKind.HOST, "ssh://upkeep@web-1", "web"),
            target("api-1", TargetKind.HOST, "ssh://upkeep@api-1:22", "api"),
            target("api-2", TargetKind.HOST, "ssh://upkeep@api-2", "api"),
            target("database", TargetKind.DATABASE, "postgresql://db:5432/app")));

    private static Target target(String name, TargetKind kind, String address, String... labels) {
        return new Target(name, kind, Set.of(labels), URI.create(address), "", "");
    }

    private static List<String> names(String selector) {
        return ESTATE.select(Selector.parse(selector)).stream()
                .map(Target::name)
                .toList();
    }

    @Test
    void selects_by_label_name_kind_and_their_union_in_the_order_of_names() {
        assertThat(names("all")).containsExactly("api-1", "api-2", "database", "web-1");
        assertThat(names("label:api")).containsExactly("api-1", "api-2");
        assertThat(names("name:web-1")).containsExactly("web-1");
        assertThat(names("kind:database")).containsExactly("database");
        assertThat(names("name:web-1, label:api")).containsExactly("api-1", "api-2", "web-1");
    }

    @Test
    void a_part_that_selects_nothing_is_an_error_that_lists_what_there_is() {
        assertThatThrownBy(() -> names("label:api,label:apy"))
                .hasMessageContaining("'label:apy' selects no target")
                .hasMessageContaining("labels: api, web; names: api-1, api-2, database, web-1");
    }

    @Test
    void a_selector_with_a_mistake_is_refused_with_an_example() {
        for (String mistake : List.of("", "lable:api", "label:", "label:api,,name:x", "api", "kind:hosts")) {
            assertThatThrownBy(() -> Selector.parse(mistake))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .containsAnyOf("write all, label:api, name:api-1 or kind:host", "write one of host, service");
        }
    }

    @Test
    void a_target_with_a_mistake_is_refused_with_an_example() {
        assertThatThrownBy(() -> target("Api_1", TargetKind.HOST, "ssh://upkeep@api-1"))
                .hasMessageContaining("target 'Api_1' is not a name");
        assertThatThrownBy(() -> target("api-1", TargetKind.HOST, "http://api-1"))
                .hasMessage("target 'api-1': address 'http://api-1' does not fit kind host; write ssh://upkeep@api-1");
        assertThatThrownBy(() -> target("api-1", TargetKind.HOST, "ssh://api-1"))
                .hasMessageContaining("names no user");
        assertThatThrownBy(() -> new Inventory(List.of(
                        target("db", TargetKind.CACHE, "redis://a"), target("db", TargetKind.CACHE, "redis://b"))))
                .hasMessageContaining("target 'db' is declared twice");
    }

    private static Target through(String name, String jump) {
        return new Target(name, TargetKind.HOST, Set.of(), URI.create("ssh://upkeep@" + name), "", "", jump, true);
    }

    @Test
    void a_host_may_be_reached_through_others() {
        Inventory inventory = new Inventory(List.of(through("a", ""), through("b", "a"), through("c", "b")));

        assertThat(inventory.jump(inventory.find("c").orElseThrow())).contains(through("b", "a"));
        assertThat(inventory.jump(inventory.find("a").orElseThrow())).isEmpty();
    }

    @Test
    void a_way_that_leads_nowhere_or_in_a_circle_is_refused() {
        assertThatThrownBy(() -> new Inventory(List.of(through("a", "bastion"), through("b", ""))))
                .hasMessage("target 'a': jump 'bastion' is no target; write the name of a host: b"
                        + " (upkeep.targets.a.jump)");
        assertThatThrownBy(() -> new Inventory(
                        List.of(through("a", "db"), target("db", TargetKind.DATABASE, "postgresql://db:5432/app"))))
                .hasMessageContaining("jump 'db' is a database");
        assertThatThrownBy(() -> new Inventory(List.of(through("a", "b"), through("b", "c"), through("c", "b"))))
                .hasMessage("target 'a': its jump hosts lead in a circle: a -> b -> c -> b; remove the jump of the one"
                        + " that Upkeep reaches directly (upkeep.targets.b.jump)");
        assertThatThrownBy(() -> new Inventory(List.of(through("a", "a")))).hasMessageContaining("in a circle: a -> a");
        assertThatThrownBy(() -> new Target(
                        "db", TargetKind.DATABASE, Set.of(), URI.create("postgresql://db:5432/app"), "", "", "a", true))
                .hasMessageContaining("only hosts are reached through a jump host");
    }

    @Test
    void a_target_never_shows_its_password() {
        Target target = new Target(
                "db", TargetKind.DATABASE, Set.of(), URI.create("postgresql://owner@db/app"), "owner", "s3cret");

        assertThat(target.toString()).doesNotContain("s3cret").doesNotContain("owner");
        assertThatThrownBy(() -> target("db", TargetKind.DATABASE, "postgresql://owner:s3cret@db/app"))
                .hasMessageContaining("carries a password")
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("s3cret"));
    }
}
