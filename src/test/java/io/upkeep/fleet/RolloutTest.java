package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.target.Selector;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {

    private static Target host(String name) {
        return new Target(name, TargetKind.HOST, Set.of("api"), URI.create("ssh://upkeep@" + name), "", "");
    }

    private static List<Target> hosts(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> host("h" + number))
                .toList();
    }

    private static Rollout rollout(String batch, String canary, String maxErrors) {
        return Rollout.of("10", text(batch), text(canary), text(maxErrors), 200);
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    @ParameterizedTest(name = "{0} hosts, batch={1}, canary={2}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "5 |     |     | h1 h2 h3 h4 h5",
                "5 | 2   |     | h1 h2, h3 h4, h5",
                "5 | 9   |     | h1 h2 h3 h4 h5",
                "5 |     | 1   | h1!, h2 h3 h4 h5",
                "5 | 2   | 1   | h1!, h2 h3, h4 h5",
                "5 | 40% |     | h1 h2, h3 h4, h5",
                "5 | 1%  |     | h1, h2, h3, h4, h5",
                "5 | 2   | 20% | h1!, h2 h3, h4 h5",
                "3 |     | 1%  | h1!, h2 h3",
                "3 |     | 0%  | h1 h2 h3",
                "2 |     | 2   | h1 h2!",
                "2 | 1   | 7   | h1 h2!",
                "1 | 50% | 1   | h1!",
            })
    void hosts_in_waves_out(int count, String batch, String canary, String expected) {
        List<Rollout.Wave> waves = rollout(batch, canary, "").waves(hosts(count));

        assertThat(waves.stream()
                        .map(wave -> wave.hosts().stream().map(Target::name).collect(Collectors.joining(" "))
                                + (wave.canary() ? "!" : ""))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} failed of {1}, batch={2}, maxErrors={3}: {4}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "10 | 10 |    |      | -",
                "1  | 10 | 2  |      | 1 of 10 targets failed, maxErrors=0",
                "0  | 10 | 2  |      | -",
                "1  | 10 |    | 0    | 1 of 10 targets failed, maxErrors=0",
                "2  | 10 | 2  | 2    | -",
                "3  | 10 | 2  | 2    | 3 of 10 targets failed, maxErrors=2",
                "2  | 10 |    | 25%  | -",
                "3  | 10 |    | 25%  | '3 of 10 targets failed, maxErrors=25% allows 2'",
                "3  | 3  |    | 100% | -",
            })
    void too_many_failures_stop_the_rollout(int failed, int hosts, String batch, String maxErrors, String expected) {
        assertThat(rollout(batch, "", maxErrors).stop(new Rollout.Progress(hosts, failed, Optional.empty())))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void a_failed_canary_stops_the_rollout_however_many_errors_are_allowed() {
        assertThat(rollout("", "1", "100%").stop(new Rollout.Progress(9, 1, Optional.of("h1"))))
                .contains("canary h1 did not succeed");
    }

    @Test
    void turns_follow_the_order_asked_for() {
        List<Target> hosts = List.of(host("a"), host("b"), host("c"), host("d"));
        Selector selector = Selector.parse("name:c,all");

        assertThat(names(RolloutOrder.NAME.sorted(hosts, selector, 7))).isEqualTo("abcd");
        assertThat(names(RolloutOrder.REVERSE.sorted(hosts, selector, 7))).isEqualTo("dcba");
        assertThat(names(RolloutOrder.SELECTOR.sorted(hosts, selector, 7))).isEqualTo("cabd");
        assertThat(names(RolloutOrder.SHUFFLE.sorted(hosts, selector, 7)))
                .isEqualTo(names(RolloutOrder.SHUFFLE.sorted(hosts, selector, 7)))
                .hasSize(4);
        assertThat(IntStream.range(0, 50)
                        .mapToObj(seed -> names(RolloutOrder.SHUFFLE.sorted(hosts, selector, seed)))
                        .distinct())
                .hasSizeGreaterThan(5);
    }

    private static String names(List<Target> hosts) {
        return hosts.stream().map(Target::name).collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource({"0,", "-1,", "101%,", "many,", "1.5,", ",101%", ",x"})
    void a_mistake_is_told_with_an_example(String batch, String maxErrors) {
        assertThatThrownBy(() -> rollout(batch, "", maxErrors))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + (batch == null ? maxErrors : batch) + "'")
                .hasMessageEndingWith("write 5 or 20%");
    }

    @Test
    void an_unknown_order_is_told_with_the_choices() {
        assertThatThrownBy(() -> RolloutOrder.parse("random"))
                .hasMessage("order='random' is not a choice; write one of name, reverse, selector, shuffle");
    }
}
