package io.upkeep.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptTest {

    @AfterEach
    void go_on() {
        Thread.interrupted();
    }

    @Test
    void an_interrupt_is_known_by_what_led_to_the_failure_or_by_the_thread_and_a_late_answer_is_none() {
        Exception wrapped = new IllegalStateException(new InterruptedException());
        assertThatThrownBy(() -> Interrupt.passOn(wrapped)).isSameAs(wrapped);

        Exception late = new SocketTimeoutException("Read timed out");
        assertThatCode(() -> Interrupt.passOn(late)).doesNotThrowAnyException();
        assertThat(Interrupt.is(null)).isFalse();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Interrupt.passOn(late)).isSameAs(late);
        assertThat(Thread.currentThread().isInterrupted()).as("others ask, too").isTrue();
    }
}
