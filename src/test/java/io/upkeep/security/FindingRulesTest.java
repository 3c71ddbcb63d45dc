package io.upkeep.security;

import static io.upkeep.security.FindingRules.Move.CLOSED;
import static io.upkeep.security.FindingRules.Move.OPENED;
import static io.upkeep.security.FindingRules.Move.SEEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.security.FindingRules.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");
    private static final Sighting SETUID = new Sighting("/usr/bin/x", Severity.HIGH, "a new setuid file");

    private static Look saw(Instant at, Sighting... seen) {
        return Look.saw("api-1", "setuid", at, List.of(seen));
    }

    private static Change only(List<Finding> known, Look look) {
        List<Change> changes = FindingRules.decide(known, look);
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }

    @Test
    void a_finding_opens_stays_closes_and_comes_back_as_the_same_one() {
        Change opened = only(List.of(), saw(NOW, SETUID));
        Change stays = only(List.of(opened.finding()), saw(NOW.plusSeconds(60), SETUID));
        Change closed = only(List.of(stays.finding()), saw(NOW.plusSeconds(120)));
        Change back = only(List.of(closed.finding()), saw(NOW.plusSeconds(180), SETUID));

        assertThat(List.of(opened.move(), stays.move(), closed.move(), back.move()))
                .containsExactly(OPENED, SEEN, CLOSED, OPENED);
        assertThat(stays.finding().firstSeen()).isEqualTo(NOW);
        assertThat(stays.finding().lastSeen()).isEqualTo(NOW.plusSeconds(60));
        assertThat(closed.finding().closedAt()).isEqualTo(NOW.plusSeconds(120));
        assertThat(back.finding().id()).isEqualTo(opened.finding().id());
        assertThat(back.finding().changes()).isEqualTo(3);
        assertThat(back.finding().firstSeen()).isEqualTo(NOW.plusSeconds(180));
    }

    @Test
    void a_look_that_could_not_see_closes_nothing() {
        Finding open = only(List.of(), saw(NOW, SETUID)).finding();

        assertThat(FindingRules.decide(
                        List.of(open), Look.blind("api-1", "setuid", NOW.plusSeconds(60), "the host is down")))
                .isEmpty();
    }

    @Test
    void a_look_that_came_to_a_part_opens_what_it_saw_and_closes_nothing() {
        Finding open = only(List.of(), saw(NOW, SETUID)).finding();
        Sighting other = new Sighting("/usr/bin/y", Severity.HIGH, "another");

        Change change =
                only(List.of(open), Look.inPart("api-1", "setuid", NOW.plusSeconds(60), "find failed", List.of(other)));

        assertThat(change.move()).isEqualTo(OPENED);
        assertThat(change.finding().subject()).isEqualTo("/usr/bin/y");
    }

    @Test
    void an_accepted_finding_stays_accepted_until_its_time_has_come_or_it_gets_worse() {
        Finding open = only(List.of(), saw(NOW, SETUID)).finding();
        Finding accepted = open.accepted("ada", "known", NOW.plus(Duration.ofDays(1)));
        Sighting worse = new Sighting("/usr/bin/x", Severity.CRITICAL, "a new setuid file");

        assertThat(only(List.of(accepted), saw(NOW.plusSeconds(60), SETUID))
                        .finding()
                        .state())
                .isEqualTo(Finding.State.ACCEPTED);
        Change later = only(List.of(accepted), saw(NOW.plus(Duration.ofDays(1)), SETUID));
        assertThat(later.move()).isEqualTo(OPENED);
        assertThat(later.why()).contains("ada");
        assertThat(later.finding().acceptedBy()).isNull();
        assertThat(only(List.of(accepted), saw(NOW.plusSeconds(60), worse)).move())
                .isEqualTo(OPENED);
        assertThat(only(List.of(accepted), saw(NOW.plusSeconds(60))).move()).isEqualTo(CLOSED);
    }

    @Test
    void one_subject_seen_twice_is_one_finding_of_the_worse_kind() {
        Sighting mild = new Sighting("/usr/bin/x", Severity.LOW, "mild");

        assertThat(only(List.of(), saw(NOW, mild, SETUID, mild)).finding().severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void long_and_hostile_subjects_stay_apart_and_bounded() {
        String longName = "/tmp/" + "x".repeat(5000);

        assertThat(HostText.key(longName + "1"))
                .isNotEqualTo(HostText.key(longName + "2"))
                .hasSizeLessThan(220);
        assertThat(HostText.key("a\u001b[0m"))
                .isNotEqualTo(HostText.key("a\uFFFD[0m"))
                .doesNotContain("\u001b");
        assertThat(HostText.key("/usr/bin/x")).isEqualTo("/usr/bin/x");
    }
}
