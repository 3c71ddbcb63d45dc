package io.upkeep.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.window.Schedule.Slot;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows across clock changes: instants worked out by hand, and every year against a walk along the wall clock. */
class ScheduleTest {

    private static final List<String> ZONES = List.of(
            "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "America/Havana", "UTC");

    /**
     * New York: 2026-03-08 02:00 EST becomes 03:00 EDT (07:00Z), 2026-11-01 02:00 EDT becomes 01:00 EST (06:00Z).
     * Berlin: 2026-03-29 02:00 CET becomes 03:00 CEST (01:00Z), 2026-10-25 03:00 CEST becomes 02:00 CET (01:00Z).
     * Lord Howe: 2026-04-05 02:00 +11 becomes 01:30 +10:30 (15:00Z), 2026-10-04 02:00 +10:30 becomes 02:30 +11 (15:30Z).
     * Casablanca (Ramadan): 2026-02-15 03:00 +01 becomes 02:00 +00 (02:00Z), 2026-03-22 02:00 +00 becomes 03:00 +01.
     */
    @ParameterizedTest(name = "{0}: {1} opens {2}, closes {3}")
    @CsvSource({
        // the weeks around, an ordinary opening
        "America/New_York, 2026-03-01T02:00, 2026-03-01T07:00:00Z, 2026-03-01T09:00:00Z",
        "America/New_York, 2026-03-15T02:00, 2026-03-15T06:00:00Z, 2026-03-15T08:00:00Z",
        // 02:00 is skipped: the first instant after the gap
        "America/New_York, 2026-03-08T02:00, 2026-03-08T07:00:00Z, 2026-03-08T09:00:00Z",
        "America/New_York, 2026-03-08T02:59, 2026-03-08T07:00:00Z, 2026-03-08T09:00:00Z",
        "America/New_York, 2026-03-08T01:59, 2026-03-08T06:59:00Z, 2026-03-08T08:59:00Z",
        "America/New_York, 2026-03-08T03:00, 2026-03-08T07:00:00Z, 2026-03-08T09:00:00Z",
        // 01:30 comes twice: the first; 02:00 once
        "America/New_York, 2026-11-01T01:30, 2026-11-01T05:30:00Z, 2026-11-01T07:30:00Z",
        "America/New_York, 2026-11-01T02:00, 2026-11-01T07:00:00Z, 2026-11-01T09:00:00Z",
        "Europe/Berlin, 2026-03-22T02:00, 2026-03-22T01:00:00Z, 2026-03-22T03:00:00Z",
        "Europe/Berlin, 2026-03-29T02:00, 2026-03-29T01:00:00Z, 2026-03-29T03:00:00Z",
        "Europe/Berlin, 2026-03-29T02:30, 2026-03-29T01:00:00Z, 2026-03-29T03:00:00Z",
        "Europe/Berlin, 2026-03-29T03:00, 2026-03-29T01:00:00Z, 2026-03-29T03:00:00Z",
        "Europe/Berlin, 2026-10-25T02:00, 2026-10-25T00:00:00Z, 2026-10-25T02:00:00Z",
        "Europe/Berlin, 2026-10-25T02:59, 2026-10-25T00:59:00Z, 2026-10-25T02:59:00Z",
        "Europe/Berlin, 2026-10-25T03:00, 2026-10-25T02:00:00Z, 2026-10-25T04:00:00Z",
        "Australia/Lord_Howe, 2026-10-04T02:00, 2026-10-03T15:30:00Z, 2026-10-03T17:30:00Z",
        "Australia/Lord_Howe, 2026-10-04T02:15, 2026-10-03T15:30:00Z, 2026-10-03T17:30:00Z",
        "Australia/Lord_Howe, 2026-10-04T02:30, 2026-10-03T15:30:00Z, 2026-10-03T17:30:00Z",
        "Australia/Lord_Howe, 2026-10-11T02:00, 2026-10-10T15:00:00Z, 2026-10-10T17:00:00Z",
        "Australia/Lord_Howe, 2026-04-05T01:45, 2026-04-04T14:45:00Z, 2026-04-04T16:45:00Z",
        "Australia/Lord_Howe, 2026-04-05T02:00, 2026-04-04T15:30:00Z, 2026-04-04T17:30:00Z",
        "Africa/Casablanca, 2026-02-08T02:00, 2026-02-08T01:00:00Z, 2026-02-08T03:00:00Z",
        "Africa/Casablanca, 2026-02-15T02:00, 2026-02-15T01:00:00Z, 2026-02-15T03:00:00Z",
        "Africa/Casablanca, 2026-02-15T03:00, 2026-02-15T03:00:00Z, 2026-02-15T05:00:00Z",
        "Africa/Casablanca, 2026-03-15T02:00, 2026-03-15T02:00:00Z, 2026-03-15T04:00:00Z",
        "Africa/Casablanca, 2026-03-22T02:00, 2026-03-22T02:00:00Z, 2026-03-22T04:00:00Z",
        "Africa/Casablanca, 2026-03-29T02:00, 2026-03-29T01:00:00Z, 2026-03-29T03:00:00Z",
        // Havana changes at midnight, Scoresbysund at 24:00 of the day before
        "America/Havana, 2026-03-08T00:00, 2026-03-08T05:00:00Z, 2026-03-08T07:00:00Z",
    })
    void opens_at_the_instant_worked_out_by_hand(String zone, LocalDateTime nominal, Instant opens, Instant closes) {
        for (Recurrence daily : List.of(rule(nominal.toLocalTime()), cron(nominal.toLocalTime()))) {
            Schedule schedule = new Schedule(daily, ZoneId.of(zone), Duration.ofHours(2), Set.of());

            assertThat(schedule.ofYear(nominal.getYear()).stream()
                            .filter(slot -> slot.nominal().equals(nominal)))
                    .containsExactly(new Slot(nominal, opens, closes));
        }
    }

    @ParameterizedTest
    @MethodSource("handbook")
    void every_year_has_the_expected_openings_and_none_overlap(
            String rule, String cron, Duration length, List<Integer> months, boolean firstOnly) {
        for (String name : ZONES) {
            ZoneId zone = ZoneId.of(name);
            for (int year = 2024; year <= 2030; year++) {
                List<LocalDate> sundays = sundays(year, months, firstOnly);
                for (Recurrence recurrence : List.of(RuleRecurrence.parse(rule, null), CronRecurrence.parse(cron))) {
                    List<Slot> slots = new Schedule(recurrence, zone, length, Set.of()).ofYear(year);

                    assertThat(slots)
                            .extracting(slot -> slot.nominal().toLocalDate())
                            .as("%s in %s, %d", rule, zone, year)
                            .containsExactlyElementsOf(sundays);
                    assertThat(slots).allSatisfy(slot -> {
                        assertThat(slot.opens()).isEqualTo(walked(slot.nominal(), zone));
                        assertThat(Duration.between(slot.opens(), slot.closes()))
                                .isEqualTo(length);
                        assertThat(slot.opens().atZone(zone).toLocalDate())
                                .isEqualTo(slot.nominal().toLocalDate());
                    });
                    for (int i = 1; i < slots.size(); i++) {
                        assertThat(slots.get(i - 1).closes())
                                .isBeforeOrEqualTo(slots.get(i).opens());
                    }
                }
            }
        }
    }

    static Stream<Arguments> handbook() {
        List<Integer> all = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        return Stream.of(
                Arguments.of(
                        "FREQ=WEEKLY;BYDAY=SU;BYHOUR=2;BYMINUTE=0", "0 0 2 ? * SUN", Duration.ofHours(2), all, false),
                Arguments.of(
                        "FREQ=MONTHLY;BYDAY=1SU;BYHOUR=2;BYMINUTE=0",
                        "0 0 2 ? * SUN#1",
                        Duration.ofHours(4),
                        all,
                        true),
                Arguments.of(
                        "FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1SU;BYHOUR=2;BYMINUTE=0",
                        "0 0 2 ? 1,4,7,10 1#1",
                        Duration.ofHours(6),
                        List.of(1, 4, 7, 10),
                        true));
    }

    @ParameterizedTest
    @CsvSource({"0,15", "0,30", "1,15", "1,59", "2,0", "2,1", "2,29", "2,45", "3,0", "23,59"})
    void every_local_day_has_exactly_one_opening_of_a_daily_window(int hour, int minute) {
        LocalTime time = LocalTime.of(hour, minute);
        for (String name : ZONES) {
            ZoneId zone = ZoneId.of(name);
            for (int year = 2024; year <= 2030; year++) {
                List<Slot> slots = new Schedule(rule(time), zone, Duration.ofMinutes(20), Set.of()).ofYear(year);

                assertThat(slots).hasSize(Year.of(year).length());
                assertThat(new Schedule(cron(time), zone, Duration.ofMinutes(20), Set.of()).ofYear(year))
                        .isEqualTo(slots);
                Instant last = Instant.MIN;
                for (Slot slot : slots) {
                    assertThat(slot.opens()).isAfter(last).isEqualTo(walked(slot.nominal(), zone));
                    last = slot.closes();
                }
            }
        }
    }

    @Test
    void a_day_that_a_zone_left_out_has_no_opening() {
        ZoneId apia = ZoneId.of("Pacific/Apia"); // went from 2011-12-29 to 2011-12-31
        List<Slot> slots = new Schedule(cron(LocalTime.of(2, 0)), apia, Duration.ofHours(2), Set.of()).ofYear(2011);

        assertThat(slots).hasSize(364);
        assertThat(slots.get(363).opens()).isEqualTo(Instant.parse("2011-12-30T12:00:00Z"));
    }

    @Test
    void two_times_of_day_inside_one_gap_are_one_opening() {
        Recurrence quarters = CronRecurrence.parse("0 0,15,30,45 2 ? * *");
        List<Slot> slots =
                new Schedule(quarters, ZoneId.of("Europe/Berlin"), Duration.ofMinutes(10), Set.of()).ofYear(2026);

        assertThat(slots).hasSize(365 * 4 - 3);
    }

    @Test
    void leaves_out_the_days_of_a_calendar() {
        Schedule schedule = new Schedule(
                rule(LocalTime.of(2, 0)),
                ZoneId.of("Europe/Berlin"),
                Duration.ofHours(2),
                Set.of(LocalDate.of(2026, 12, 25), LocalDate.of(2026, 12, 26)));

        assertThat(schedule.ofYear(2026))
                .hasSize(363)
                .noneMatch(slot -> slot.nominal().toLocalDate().equals(LocalDate.of(2026, 12, 25)));
    }

    @Test
    void finds_what_is_open_and_what_comes_also_across_new_year() {
        Schedule schedule = new Schedule(
                RuleRecurrence.parse("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31;BYHOUR=23", null),
                ZoneId.of("Europe/Berlin"),
                Duration.ofHours(4),
                Set.of());

        assertThat(schedule.from(Instant.parse("2027-01-01T01:59:59Z"), 2))
                .extracting(slot -> slot.nominal().getYear())
                .containsExactly(2026, 2027);
        assertThat(schedule.from(Instant.parse("2027-01-01T02:00:00Z"), 2))
                .extracting(slot -> slot.nominal().getYear())
                .containsExactly(2027, 2028);
    }

    /** The first instant, minute by minute, at which the wall clock shows this time or a later one. */
    private static Instant walked(LocalDateTime nominal, ZoneId zone) {
        // long before any change of the clock around it
        Instant instant = nominal.toInstant(zone.getRules().getOffset(nominal)).minus(Duration.ofHours(4));
        assertThat(LocalDateTime.ofInstant(instant, zone)).isBefore(nominal);
        while (LocalDateTime.ofInstant(instant, zone).isBefore(nominal)) {
            instant = instant.plusSeconds(60);
        }
        return instant;
    }

    private static List<LocalDate> sundays(int year, List<Integer> months, boolean firstOnly) {
        Set<LocalDate> sundays = new TreeSet<>();
        for (int month : months) {
            LocalDate day = LocalDate.of(year, month, 1).with(TemporalAdjusters.firstInMonth(DayOfWeek.SUNDAY));
            for (; day.getMonthValue() == month; day = day.plusWeeks(1)) {
                sundays.add(day);
                if (firstOnly) {
                    break;
                }
            }
        }
        return new ArrayList<>(sundays);
    }

    private static Recurrence rule(LocalTime time) {
        return RuleRecurrence.parse(
                "FREQ=DAILY;BYHOUR=%d;BYMINUTE=%d".formatted(time.getHour(), time.getMinute()), null);
    }

    private static Recurrence cron(LocalTime time) {
        return CronRecurrence.parse("0 %d %d ? * *".formatted(time.getMinute(), time.getHour()));
    }
}
