package io.upkeep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.window.SetClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When what is too old is deleted. */
class HousekeepingTest {

    private long nanos;
    private final List<String> batches = new ArrayList<>();
    private final SetClock clock = new SetClock(Instant.parse("2026-01-01T12:00:00Z"));

    /** Each look at the clock takes a tenth of a second. */
    private long later() {
        return nanos += 100_000_000;
    }

    /** Something of which so many batches are too old. */
    private Sweep sweep(String what, int old) {
        int[] left = {old};
        return () -> {
            batches.add(what);
            left[0]--;
            return new Sweep.Swept(what, 10, left[0] <= 0);
        };
    }

    @Test
    void many_batches_go_at_once_each_part_in_turn_and_then_it_rests_for_an_hour() {
        Housekeeping housekeeping = new Housekeeping(List.of(sweep("events", 4), sweep("runs", 2)), clock, this::later);

        housekeeping.sweep();
        assertThat(batches).containsExactly("events", "runs", "events", "runs", "events", "events");

        clock.set("2026-01-01T12:59:59Z");
        housekeeping.sweep();
        assertThat(batches).hasSize(6);
        clock.set("2026-01-01T13:00:00Z");
        housekeeping.sweep();
        assertThat(batches).hasSize(8);
    }

    @Test
    void others_have_their_turn_when_there_is_no_end_to_one() {
        Housekeeping housekeeping =
                new Housekeeping(List.of(sweep("events", Integer.MAX_VALUE), sweep("runs", 1)), clock, this::later);

        housekeeping.sweep();
        assertThat(batches).containsExactly("events", "runs", "events", "events", "events", "events");
        assertThat(batches).filteredOn("runs"::equals).hasSize(1);
        int before = batches.size();
        housekeeping.sweep();
        assertThat(batches.subList(before, batches.size())).contains("events").doesNotContain("runs");
    }

    @Test
    void one_that_fails_is_tried_again_in_an_hour_and_keeps_nobody() {
        Sweep broken = () -> {
            batches.add("broken");
            throw new IllegalStateException("a lock");
        };
        Housekeeping housekeeping = new Housekeeping(List.of(broken, sweep("runs", 2)), clock, this::later);

        housekeeping.sweep();
        housekeeping.sweep();

        assertThat(batches).containsExactly("broken", "runs", "runs");
        clock.set("2026-01-01T13:00:00Z");
        housekeeping.sweep();
        assertThat(batches).hasSize(5);
    }
}
