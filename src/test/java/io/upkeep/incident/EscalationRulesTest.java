package io.upkeep.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.incident.EscalationRules.Again;
import io.upkeep.incident.EscalationRules.Telling;
import io.upkeep.incident.EscalationSettings.Level;
import io.upkeep.incident.Incident.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EscalationRulesTest {

    private static final Instant OPENED = Instant.parse("2026-11-02T03:00:00Z");
    private static final Again NEVER = new Again(0, null);
    private static final EscalationSettings SETTINGS = new EscalationSettings(
            List.of(
                    new Level(Duration.ZERO, "operations-team"),
                    new Level(Duration.ofMinutes(15), "operations-lead"),
                    new Level(Duration.ofHours(1), "management")),
            Duration.ofHours(4));

    private static Incident incident(State state, int level) {
        Instant taken = state == State.ACKNOWLEDGED ? OPENED.plusSeconds(600) : null;
        return new Incident(
                UUID.randomUUID(),
                "disk",
                "probe",
                "the disk is full",
                state,
                null,
                OPENED,
                1,
                OPENED,
                taken,
                taken == null ? null : "person:ada",
                null,
                null,
                null,
                level);
    }

    private static List<String> told(State state, int level, Again again, Duration after) {
        return EscalationRules.due(incident(state, level), again, SETTINGS, OPENED.plus(after)).stream()
                .map(Telling::tell)
                .toList();
    }

    @Test
    void the_first_level_is_told_when_it_opens_and_each_next_when_its_time_comes() {
        assertThat(told(State.OPEN, 0, NEVER, Duration.ZERO)).containsExactly("operations-team");
        assertThat(told(State.OPEN, 1, NEVER, Duration.ofMinutes(14))).isEmpty();
        assertThat(told(State.OPEN, 1, NEVER, Duration.ofMinutes(15))).containsExactly("operations-lead");
        assertThat(told(State.OPEN, 2, NEVER, Duration.ofHours(1))).containsExactly("management");
        assertThat(told(State.OPEN, 3, NEVER, Duration.ofDays(9))).isEmpty();
    }

    @Test
    void levels_that_came_due_while_nobody_looked_are_told_in_order() {
        assertThat(told(State.OPEN, 0, NEVER, Duration.ofMinutes(90)))
                .containsExactly("operations-team", "operations-lead", "management");
    }

    @Test
    void what_is_taken_up_climbs_no_further_and_is_told_again_when_it_lasts() {
        assertThat(told(State.ACKNOWLEDGED, 1, NEVER, Duration.ofHours(4))).isEmpty();
        assertThat(told(State.ACKNOWLEDGED, 2, NEVER, Duration.ofMinutes(250))).containsExactly("operations-lead");
        Again once = new Again(1, OPENED.plus(Duration.ofMinutes(250)));
        assertThat(told(State.ACKNOWLEDGED, 2, once, Duration.ofHours(8))).isEmpty();
        assertThat(EscalationRules.due(
                        incident(State.ACKNOWLEDGED, 0), once, SETTINGS, OPENED.plus(Duration.ofMinutes(500))))
                .containsExactly(new Telling(0, 2, "operations-team"));
    }

    @Test
    void what_is_resolved_is_told_no_more() {
        assertThat(told(State.RESOLVED, 0, NEVER, Duration.ofDays(1))).isEmpty();
    }

    @Test
    void settings_that_cannot_be_meant_are_refused() {
        Level first = new Level(Duration.ofMinutes(15), "operations-lead");
        assertThatThrownBy(() ->
                        new EscalationSettings(List.of(first, new Level(Duration.ofMinutes(5), "management")), null))
                .hasMessageContaining("'PT5M' does not come after the level before")
                .hasMessageContaining("upkeep.incidents.escalation[1]");
        assertThatThrownBy(() -> new EscalationSettings(List.of(new Level(Duration.ZERO, " ")), null))
                .hasMessageContaining("write tell: operations-lead");
        assertThatThrownBy(() -> new EscalationSettings(List.of(first), Duration.ZERO))
                .hasMessageContaining("write 4h");
    }
}
