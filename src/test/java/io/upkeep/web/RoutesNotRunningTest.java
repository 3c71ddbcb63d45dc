package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoutesNotRunningTest {

    @Test
    void programs_are_told_to_ask_again() {
        var answer = new Problems().notRunning(new RoutesNotRunning());

        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("1");
        assertThat(answer.getBody().getDetail())
                .startsWith("Upkeep is starting")
                .contains("try again in a moment");
    }
}
