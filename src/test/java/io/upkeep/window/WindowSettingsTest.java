package io.upkeep.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** What application.yaml may say of windows, freezes and calendars, and what is said of mistakes. */
class WindowSettingsTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void the_estate_declares_the_four_windows_of_the_handbook_and_that_of_staging() throws Exception {
        DeclaredTimes declared = read(new FileSystemResource("application.yaml"));

        assertThat(declared.windows())
                .extracting(DeclaredWindow::name)
                .containsExactly("emergency", "monthly", "quarterly", "staging", "weekly");
        assertThat(declared.windows())
                .extracting(DeclaredWindow::length)
                .containsExactly(
                        null, Duration.ofHours(4), Duration.ofHours(6), Duration.ofHours(20), Duration.ofHours(2));
        Instant now = NOW.instant();
        assertThat(declared.window("weekly").orElseThrow().occurrences(now, 1).get(0))
                .satisfies(next -> {
                    assertThat(next.opens()).isEqualTo("2026-11-29T01:00:00Z");
                    assertThat(next.closes()).isEqualTo("2026-11-29T03:00:00Z");
                    assertThat(next.cutoffAt()).isEqualTo("2026-11-29T02:30:00Z");
                });
        assertThat(declared.window("monthly")
                        .orElseThrow()
                        .occurrences(now, 1)
                        .get(0)
                        .opens())
                .isEqualTo("2026-12-06T01:00:00Z");
        assertThat(declared.window("quarterly")
                        .orElseThrow()
                        .occurrences(now, 1)
                        .get(0)
                        .opens())
                .isEqualTo("2027-01-03T01:00:00Z");
        assertThat(declared.window("emergency").orElseThrow().occurrences(now, 1))
                .isEmpty();
    }

    @Test
    void every_example_of_the_reference_can_be_used_as_it_stands() throws Exception {
        String page = Files.readString(Path.of("docs/reference/windows.md"));
        List<String> examples = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(examples).hasSize(2);
        assertThat(read(new ByteArrayResource(examples.get(0).getBytes(StandardCharsets.UTF_8)))
                        .windows())
                .extracting(DeclaredWindow::name)
                .containsExactly("emergency", "every-other-sunday", "nightly", "weekly");
        assertThat(read(new ByteArrayResource(examples.get(1).getBytes(StandardCharsets.UTF_8)))
                        .freezes())
                .extracting(Freeze::name)
                .containsExactlyInAnyOrder("year-end", "weekend", "public-holidays");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "windows.weekly.duration=2x | window 'weekly': duration '2x' is not a duration; write 2h or PT2H (application.yaml, upkeep.windows.weekly.duration)",
                "windows.weekly.duration=7200 | duration '7200' is not a duration; write 2h or PT2H",
                "windows.weekly.duration=-2h | duration '-2h' is not a duration",
                "windows.weekly.duration= | window 'weekly': duration is missing; write 2h or PT2H",
                "windows.weekly.duration=8d | duration '8d' is longer than the 7 d from the opening of",
                "windows.weekly.zone=Europe/Berln | zone 'Europe/Berln' is not a time zone; write its IANA name, such as Europe/Berlin",
                "windows.weekly.zone=CET | zone 'CET' is not a time zone",
                "windows.weekly.zone=+01:00 | zone '+01:00' is not a time zone",
                "windows.weekly.zone= | zone is missing; write Europe/Berlin",
                "windows.weekly.cutoff=2h | cutoff '2h' is not shorter than the duration '2h', so nothing could ever start; write 30m (application.yaml, upkeep.windows.weekly.cutoff)",
                "windows.weekly.cutoff=soon | cutoff 'soon' is not a duration",
                "windows.weekly.rrule=FREQ=FORTNIGHTLY;BYHOUR=2 | has FREQ=FORTNIGHTLY; write DAILY, WEEKLY, MONTHLY or YEARLY",
                "windows.weekly.rrule=FREQ=WEEKLY;BYDAY=XX;BYHOUR=2 | rrule 'FREQ=WEEKLY;BYDAY=XX;BYHOUR=2' is not a recurrence rule; write FREQ=WEEKLY;BYDAY=SU;BYHOUR=2;BYMINUTE=0",
                "windows.weekly.rrule=FREQ=WEEKLY;FOO=1;BYHOUR=2 | has 'FOO=1', which is no part of a rule",
                "windows.weekly.rrule=FREQ=WEEKLY;BYDAY=SU | says no time of day; add BYHOUR=2;BYMINUTE=0",
                "windows.weekly.rrule=BYDAY=SU;BYHOUR=2 | is not a recurrence rule",
                "windows.weekly.rrule=FREQ=WEEKLY;INTERVAL=2;BYHOUR=2 | has INTERVAL=2, which counts from a first opening; add starts: 2026-01-04T02:00",
                "windows.weekly.rrule=FREQ=WEEKLY;BYHOUR=2;UNTIL=20271231T000000Z | without Z: UNTIL=20271231T235959",
                "windows.weekly.rrule=FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=2 | never comes from 2026 to 2032",
                "windows.weekly.cron=0 0 2 ? * SUN | cron '0 0 2 ? * SUN' stands beside an rrule; keep one of the two",
                "windows.nightly.cron=0 2 * * * | cron '0 2 * * *' is not a cron expression of six fields from seconds on; write 0 0 2 ? * SUN",
                "windows.nightly.cron=0/5 * * ? * * | cron '0/5 * * ? * *' comes more than 24 times a day",
                "windows.nightly.cron=0 0 2 ? * SUN 2020 | never comes from 2026 to 2032",
                "windows.weekly.starts=Sunday | starts 'Sunday' is not a local time; write 2026-01-04T02:00",
                "windows.weekly.except=hollidays | except 'hollidays' is not a declared calendar; there are: holidays; declare it under upkeep.calendars",
                "windows.weekly.reminders=0s | reminders '0s' is not a time before the opening; write 24h, 60d at most",
                "windows.Weekly-Night.zone=UTC | window 'Weekly-Night' is not a name",
                "windows.none.zone=UTC | window 'none' means any time in a pipeline",
                "calendars.holidays.dates=25.12.2026 | calendar 'holidays': dates '25.12.2026' is not a date; write 2026-12-25 (application.yaml, upkeep.calendars.holidays.dates)",
                "calendars.holidays.file=no-such.ics | file 'no-such.ics' is not a file that can be read",
                "calendars.holidays.file=pom.xml | is not an iCalendar file of whole-day events",
                "freezes.closing.reason= | freeze 'closing': reason is missing",
                "freezes.closing.until= | freeze 'closing': until is missing; write 2027-01-04T06:00",
                "freezes.closing.until=2026-12-01T00:00 | until '2026-12-01T00:00' is not after from '2026-12-18T18:00'",
                "freezes.closing.from=tomorrow | from 'tomorrow' is not a time; write 2026-11-29T02:00, or with an offset 2026-11-29T01:00Z (application.yaml, upkeep.freezes.closing.from)",
                "freezes.closing.calendar=holidays | freeze 'closing': from is missing; write from and until, or rrule (or cron) and duration, or calendar; one of the three",
                "freezes.closing.pipelines=De ploy | freeze 'closing': pipeline 'De ploy' is not a name; write deploy-configuration, or deploy-*",
                "freezes.closing.targets=lable:api | freeze 'closing': selector 'lable:api': 'lable' is not a way to select",
            })
    void says_what_is_wrong_and_how_a_right_value_is_written(String setting, String message) {
        Map<String, Object> settings = right();
        int equals = setting.indexOf('=');
        settings.put("upkeep." + setting.substring(0, equals), setting.substring(equals + 1));
        if (setting.startsWith("windows.nightly")) {
            settings.put("upkeep.windows.nightly.duration", "1m");
            settings.put("upkeep.windows.nightly.zone", "UTC");
        }

        assertThatThrownBy(() -> read(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_window_longer_than_the_shortest_day_is_refused_because_two_would_overlap_in_spring() {
        Map<String, Object> settings = right();
        settings.put("upkeep.windows.weekly.rrule", "FREQ=DAILY;BYHOUR=4");
        settings.put("upkeep.windows.weekly.duration", "PT23H30M");

        assertThatThrownBy(() -> read(settings))
                .hasMessageContaining(
                        "longer than the 23 h from the opening of 2026-03-28T04:00 to that of 2026-03-29");
        settings.put("upkeep.windows.weekly.duration", "23h");
        assertThat(read(settings).windows()).hasSize(1);
    }

    @Test
    void skips_the_days_of_a_calendar_file_also_the_ones_that_repeat() throws Exception {
        Path file = Files.writeString(folder.resolve("holidays.ics"), """
                BEGIN:VCALENDAR
                VERSION:2.0
                PRODID:-//example//holidays//EN
                BEGIN:VEVENT
                UID:1@example.org
                DTSTAMP:20250101T000000Z
                DTSTART;VALUE=DATE:20241225
                DTEND;VALUE=DATE:20241227
                RRULE:FREQ=YEARLY
                SUMMARY:Christmas
                END:VEVENT
                BEGIN:VEVENT
                UID:2@example.org
                DTSTAMP:20250101T000000Z
                DTSTART;VALUE=DATE:20261129
                SUMMARY:Moving house
                END:VEVENT
                END:VCALENDAR
                """.replace("\n", "\r\n"));
        Map<String, Object> settings = right();
        settings.remove("upkeep.calendars.holidays.dates");
        settings.put("upkeep.calendars.holidays.file", file.toString());
        settings.put("upkeep.windows.weekly.rrule", "FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=2");
        settings.put("upkeep.windows.weekly.except", "holidays");

        DeclaredWindow weekly = read(settings).window("weekly").orElseThrow();

        assertThat(weekly.occurrences(Instant.parse("2026-11-28T12:00:00Z"), 1)
                        .get(0)
                        .opens())
                .as("the Sunday of the move is left out")
                .isEqualTo("2026-12-05T01:00:00Z");
        assertThat(weekly.occurrences(Instant.parse("2027-12-20T12:00:00Z"), 1)
                        .get(0)
                        .opens())
                .as("Christmas 2027 falls on the weekend and is left out")
                .isEqualTo("2028-01-01T01:00:00Z");
    }

    @Test
    void freezes_hold_once_again_and_again_or_on_the_days_of_a_calendar() {
        Map<String, Object> settings = right();
        settings.put("upkeep.freezes.weekend.rrule", "FREQ=WEEKLY;BYDAY=FR;BYHOUR=15");
        settings.put("upkeep.freezes.weekend.duration", "63h");
        settings.put("upkeep.freezes.weekend.zone", "Europe/Berlin");
        settings.put("upkeep.freezes.weekend.reason", "nobody is there");
        settings.put("upkeep.freezes.holidays.calendar", "holidays");
        settings.put("upkeep.freezes.holidays.zone", "Europe/Berlin");
        settings.put("upkeep.freezes.holidays.reason", "public holiday");
        Map<String, Freeze> freezes = new HashMap<>();
        read(settings).freezes().forEach(freeze -> freezes.put(freeze.name(), freeze));
        Work work = new Work("deploy-configuration", List.of());

        assertThat(freezes.get("closing").holds(work, Instant.parse("2026-12-18T16:59:59Z")))
                .isEmpty();
        assertThat(freezes.get("closing").holds(work, Instant.parse("2026-12-18T17:00:00Z")))
                .hasValueSatisfying(held -> {
                    assertThat(held.until()).isEqualTo("2027-01-04T05:00:00Z");
                    assertThat(held.reason())
                            .isEqualTo(
                                    "freeze closing holds until Monday 2027-01-04 06:00 Europe/Berlin: Year-end closing");
                });
        assertThat(freezes.get("weekend").holds(work, Instant.parse("2026-11-27T14:00:00Z")))
                .hasValueSatisfying(held -> assertThat(held.until()).isEqualTo("2026-11-30T05:00:00Z"));
        assertThat(freezes.get("weekend").holds(work, Instant.parse("2026-11-30T05:00:00Z")))
                .isEmpty();
        assertThat(freezes.get("holidays").holds(work, Instant.parse("2026-12-24T23:00:00Z")))
                .as("two holidays in a row are one stretch")
                .hasValueSatisfying(held -> assertThat(held.until()).isEqualTo("2026-12-26T23:00:00Z"));
    }

    private static Map<String, Object> right() {
        return new HashMap<>(Map.of(
                "upkeep.windows.weekly.rrule", "FREQ=WEEKLY;BYDAY=SU;BYHOUR=2",
                "upkeep.windows.weekly.duration", "2h",
                "upkeep.windows.weekly.zone", "Europe/Berlin",
                "upkeep.calendars.holidays.dates", "2026-12-25,2026-12-26",
                "upkeep.freezes.closing.from", "2026-12-18T18:00",
                "upkeep.freezes.closing.until", "2027-01-04T06:00",
                "upkeep.freezes.closing.zone", "Europe/Berlin",
                "upkeep.freezes.closing.reason", "Year-end closing"));
    }

    private static DeclaredTimes read(Map<String, Object> settings) {
        WindowProperties properties =
                new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("upkeep", WindowProperties.class);
        return new DeclaredTimes(properties, NOW);
    }

    private static DeclaredTimes read(Resource yaml) throws IOException {
        Map<String, Object> settings = new HashMap<>();
        new YamlPropertySourceLoader()
                .load("estate", yaml)
                .forEach(source -> ((MapPropertySource) source)
                        .getSource()
                        .forEach((key, value) -> settings.put(key, value.toString())));
        return read(settings);
    }
}
