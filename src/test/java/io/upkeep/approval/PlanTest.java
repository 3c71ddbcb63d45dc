package io.upkeep.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final List<String> PIECES = List.of("", "a", "b", "ab", "a=b", "a,b", "1", "\u0000", "a\u0000b");

    @Test
    void no_two_different_plans_have_one_hash_however_their_texts_run_together() {
        Map<String, Plan> seen = new HashMap<>();
        List<Plan> collisions = new ArrayList<>();
        for (String pipeline : PIECES) {
            for (String name : PIECES) {
                for (String value : PIECES) {
                    for (String target : PIECES) {
                        for (Plan plan : List.of(
                                new Plan(pipeline, Map.of(name, value), List.of(target), "r"),
                                new Plan(pipeline, Map.of(), List.of(name, value, target), "r"),
                                new Plan(pipeline, Map.of(name, value, target + "x", ""), List.of(), "r"),
                                new Plan(pipeline, Map.of(name, value), List.of(), target))) {
                            Plan other = seen.putIfAbsent(plan.hash(), plan);
                            if (other != null && !other.equals(plan)) {
                                collisions.add(plan);
                            }
                        }
                    }
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(10_000);
        assertThat(collisions).isEmpty();
    }

    @Test
    void texts_that_no_encoder_can_tell_apart_are_told_apart() {
        Plan high = new Plan("p", Map.of("a", "\ud800"), List.of(), "r");
        Plan low = new Plan("p", Map.of("a", "\udc00"), List.of(), "r");

        assertThat(high.hash()).isNotEqualTo(low.hash());
    }

    @Test
    void the_order_in_which_a_plan_is_put_together_does_not_matter() {
        Map<String, String> forwards = new LinkedHashMap<>();
        forwards.put("version", "2");
        forwards.put("environment", "staging");
        Map<String, String> backwards = new LinkedHashMap<>();
        backwards.put("environment", "staging");
        backwards.put("version", "2");

        assertThat(new Plan("p", forwards, List.of("b", "a", "a"), "r").hash())
                .isEqualTo(new Plan("p", backwards, List.of("a", "b"), "r").hash())
                .matches("[0-9a-f]{64}");
    }

    @Test
    void a_hash_stays_what_it_is_because_approvals_outlive_an_upgrade() {
        Plan plan = new Plan("deploy", Map.of("version", "1.1.0"), List.of("api-1", "api-2"), "cafe");

        assertThat(plan.hash()).isEqualTo("eba2fee9cbd7c401e3f296b2183bf39eb7cab999c44419924020958fdf861111");
    }

    @Test
    void says_what_changed_without_the_values() {
        Plan before = new Plan("deploy", Map.of("version", "1", "token", "secret-1"), List.of("api-1", "api-2"), "r1");
        Plan after = new Plan("deploy", Map.of("version", "1", "token", "secret-2"), List.of("api-2", "api-3"), "r2");

        assertThat(after.changesSince(before))
                .isEqualTo("parameter token changed; targets added: api-3; targets gone: api-1;"
                        + " the text of the route or its scripts changed");
    }
}
