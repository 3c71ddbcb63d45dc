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
