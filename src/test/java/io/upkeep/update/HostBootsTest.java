package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostBootsTest {

    private static final Instant REBOOT = Instant.parse("2026-11-30T15:01:00.4Z");
    private final Exception refused = new Exception("api-2: ssh://127.0.0.1:22 refused the connection");

    private final Map<String, Object> boot = at(Duration.ZERO)
            .begin(Map.of(
                    "api-1", Map.of("stdout", "no reboot required\n"), "api-2", Map.of("stdout", "@@rebooting\n")));

    private static HostBoots at(Duration later) {
        return new HostBoots(Clock.fixed(REBOOT.plus(later), ZoneOffset.UTC));
    }

    @Test
    void however_often_hosts_were_asked_they_have_five_minutes_by_the_clock() {
        HostBoots soon = at(Duration.ofMinutes(5).minusSeconds(1));
        HostBoots late = at(Duration.ofMinutes(5));

        for (int attempt = 0; attempt < 1000; attempt++) {
            assertThat(soon.notYet(boot, "5m", refused))
                    .isEqualTo("api-2: rebooted by Upkeep at 2026-11-30T15:01:00Z, not back yet");
        }
        assertThatThrownBy(() -> late.notYet(boot, "5m", refused))
                .isInstanceOf(UpdateRefused.class)
                .hasMessage("api-2: rebooted by Upkeep at 2026-11-30T15:01:00Z, not back after 5 min: "
                        + refused.getMessage());
    }

    @Test
    void a_host_that_is_away_though_nobody_rebooted_it_is_told_as_such() {
        Map<String, Object> none = at(Duration.ZERO).begin(Map.of("api-1", Map.of("stdout", "no reboot required\n")));

        assertThatThrownBy(() -> at(Duration.ofSeconds(80)).notYet(none, "60s", refused))
                .hasMessageStartingWith(
                        "asked for since 2026-11-30T15:01:00Z, not back after 1 min 20 s: api-2: ssh://");
    }
}
