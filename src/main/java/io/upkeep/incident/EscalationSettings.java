package io.upkeep.incident;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code upkeep.incidents} in application.yaml, checked when it is read.
 *
 * @param escalation who is told of an incident that nobody takes up, and when; empty for nobody
 * @param repeatAfter how long one that is taken up may last before it is told again; null for ever
 */
@ConfigurationProperties("upkeep.incidents")
record EscalationSettings(List<Level> escalation, Duration repeatAfter) {

    EscalationSettings {
        escalation = escalation == null ? List.of() : List.copyOf(escalation);
        Duration before = Duration.ofSeconds(-1);
        for (int i = 0; i < escalation.size(); i++) {
            before = escalation.get(i).requireAfter(before, i);
        }
        if (repeatAfter != null && repeatAfter.compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException(
                    "repeat-after '%s' is no time to wait; write 4h (application.yaml, upkeep.incidents.repeat-after)"
                            .formatted(repeatAfter));
        }
    }

    /**
     * One level.
     *
     * @param after since the incident was opened
     * @param tell a stakeholder, a person or a role
     */
    record Level(Duration after, String tell) {

        private Duration requireAfter(Duration before, int index) {
            String place = "(application.yaml, upkeep.incidents.escalation[%d])".formatted(index);
            if (tell == null || tell.isBlank()) {
                throw new IllegalArgumentException("an escalation tells nobody; write tell: operations-lead " + place);
            }
            if (after == null || after.compareTo(before) <= 0) {
                throw new IllegalArgumentException(
                        "after '%s' does not come after the level before; write a longer time, such as 15m %s"
                                .formatted(after, place));
            }
            return after;
        }
    }
}
