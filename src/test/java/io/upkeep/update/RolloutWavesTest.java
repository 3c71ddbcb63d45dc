package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolloutWavesTest {

    private final RolloutWaves waves = new RolloutWaves();

    @Test
    void waves_are_told_in_their_order() {
        assertThat(waves.words(waves.of(List.of("a", "b", "c", "d"), "1", "2")))
                .isEqualTo("3 waves: a, then b, c, then d");
        assertThat(waves.words(List.of())).isEqualTo("no host has its turn");
    }

    @Test
    void draining_says_which_balancer_did_it_or_that_none_had_to() {
        Map<String, Object> done = Map.of(
                "web-1", Map.of("stdout", "@@drained yes a\n"), "web-2", Map.of("stdout", "nothing to change\n"));
        Map<String, Object> none = Map.of("web-1", Map.of("stdout", "nothing to change\n"));

        assertThat(waves.drained("a,b", "yes", done)).isEqualTo("a, b: no requests any more, by web-1");
        assertThat(waves.drained("a", "no", done)).isEqualTo("a: requests again, by web-1");
        assertThat(waves.drained("a", "yes", none))
                .isEqualTo("nothing to change for a: no balancer of web-1 has it in an upstream");
        assertThat(waves.drained("a", "no", none))
                .isEqualTo("nothing to change for a: no balancer of web-1 has it taken out");
    }

    @Test
    void a_host_that_must_go_on_serving_while_it_is_put_back_is_told_as_such() {
        assertThat(waves.drained(
                        "a", "where-possible", Map.of("web-1", Map.of("stdout", "@@serving a\nnothing to change\n"))))
                .isEqualTo("a: requests go on, without that an upstream of web-1 would have no server left");
        assertThat(waves.drained(
                        "a", "where-possible", Map.of("web-1", Map.of("stdout", "@@drained where-possible a\n"))))
                .isEqualTo("a: no requests any more, by web-1");
    }

    @Test
    void what_was_not_touched_is_not_to_be_put_back() {
        Map<String, Object> found = Map.of(
                "a", Map.of("stdout", "touched\n"), "b", Map.of("stdout", "not touched\n"), "c", Map.of("stdout", ""));

        assertThat(waves.touched(found)).isEqualTo("a,c");
        assertThat(waves.toPutBack("a,b,c", "a,c")).isEqualTo("to be put back: a, c");
        assertThat(waves.toPutBack("b,d", "")).isEqualTo("nothing was changed on b, d");
    }

    @Test
    void hosts_that_had_no_need_to_reboot_are_not_told_as_up() {
        Map<String, Object> both = Map.of("a", Map.of("stdout", "@@rebooted\n"), "b", Map.of("stdout", ""));

        assertThat(waves.booted(both)).isEqualTo("rebooted and up: a; no reboot was required: b");
        assertThat(waves.booted(Map.of("b", Map.of("stdout", "")))).isEqualTo("no reboot was required: b");
        assertThat(waves.booted(Map.of("a", Map.of("stdout", "@@rebooted\n")))).isEqualTo("rebooted and up: a");
    }
}
