package io.upkeep.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentFloorTest {

    private final SentFloor floor = new SentFloor();

    @Test
    void rises_when_every_transaction_that_was_open_has_ended_and_one_more_search_found_nothing_below() {
        assertThat(floor.from(100, 105)).isZero();
        floor.sent(2000, false);

        assertThat(floor.from(101, 110))
                .as("110 is the first that began after the search")
                .isZero();
        floor.sent(4000, false);
        assertThat(floor.from(109, 120))
                .as("109 may still commit a lower place")
                .isZero();
        floor.sent(6000, false);
        assertThat(floor.from(110, 121))
                .as("this search sees whatever it committed")
                .isZero();
        floor.sent(8000, false);

        assertThat(floor.from(121, 122)).isEqualTo(2001);
    }

    @Test
    void stays_while_a_transaction_is_open() {
        floor.from(100, 105);
        floor.sent(2000, true);
        for (int i = 0; i < 1000; i++) {
            assertThat(floor.from(100, 105 + i)).isZero();
            floor.sent(3000 + i, true);
        }
    }

    @Test
    void stays_when_what_was_found_could_not_be_sent() {
        floor.from(100, 105);
        floor.sent(2000, true);
        floor.from(105, 105);

        assertThat(floor.from(106, 106)).isZero();
    }

    @Test
    void does_not_rise_over_latecomers_that_fill_a_whole_round() {
        floor.from(100, 105);
        floor.sent(2000, true);
        floor.from(105, 105);
        floor.sent(1500, false);

        assertThat(floor.from(106, 106)).isZero();
        floor.sent(0, true);
        assertThat(floor.from(107, 107)).isEqualTo(2001);
    }

    @Test
    void rises_also_when_nothing_waits_and_searches_from_the_start_after_a_reset() {
        floor.from(100, 105);
        floor.sent(2000, true);
        floor.from(105, 105);
        floor.sent(0, true);
        assertThat(floor.from(106, 106)).isEqualTo(2001);

        floor.reset();
        assertThat(floor.from(107, 107)).isZero();
    }
}
