package io.upkeep;

import io.upkeep.document.DocumentRefused;
import io.upkeep.document.DocumentSettings;
import io.upkeep.document.DocumentSource;
import io.upkeep.document.DocumentType;
import io.upkeep.document.Period;
import io.upkeep.document.ScheduleText;
import io.upkeep.document.ScheduleText.Frequent;
import io.upkeep.document.ScheduleText.Planned;
import io.upkeep.pipeline.Pipeline;
import io.upkeep.pipeline.PipelineCatalog;
import io.upkeep.pipeline.timer.CronWords;
import io.upkeep.pipeline.timer.PipelineTimer;
import io.upkeep.pipeline.timer.PipelineTimers;
import io.upkeep.pipeline.timer.TimerSchedule;
import io.upkeep.window.AgreedWindows;
import io.upkeep.window.Freeze;
import io.upkeep.window.FreezeBook;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What is planned for a period, from timers, windows and freezes; for the next month when none is named. */
@Component
class ScheduleSource implements DocumentSource {

    private static final int LONGEST = 100;
    private static final int MOST_WINDOWS = 60;

    private final PipelineCatalog catalog;
    private final PipelineTimers timers;
    private final AgreedWindows windows;
    private final FreezeBook freezes;
    private final DocumentSettings settings;
    private final Clock clock;

    ScheduleSource(
            PipelineCatalog catalog,
            PipelineTimers timers,
            AgreedWindows windows,
            FreezeBook freezes,
            DocumentSettings settings,
            Clock clock) {
        this.catalog = catalog;
        this.timers = timers;
        this.windows = windows;
        this.freezes = freezes;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public DocumentType type() {
        return DocumentType.SCHEDULE;
    }

    @Override
    public Draft write(String subject, String date) {
        ZoneId zone = settings.zone();
        String given = Period.named(subject, date);
        Period period = given.isEmpty()
                ? Period.month(YearMonth.from(clock.instant().atZone(zone)).plusMonths(1))
                : Period.of(given);
        if (period.days() > LONGEST) {
            throw new DocumentRefused("a schedule is for %d days at most; write 2026-Q4 or 2026-12".formatted(LONGEST));
        }
        Instant from = period.from(zone);
        Instant until = period.until(zone);
        if (!until.isAfter(clock.instant())) {
            throw new DocumentRefused(
                    "%s is over; a schedule is of what comes, a log or report of what was".formatted(period.name()));
        }
        List<Planned> planned = new ArrayList<>();
        List<Frequent> frequent = new ArrayList<>();
        for (Pipeline pipeline : catalog.all()) {
            timers.of(pipeline.name()).forEach(timer -> add(pipeline, timer, period, planned, frequent));
        }
        windows.notOver(from, MOST_WINDOWS).stream()
                .filter(window ->
                        window.opens().isBefore(until) && window.closes().isAfter(from))
                .map(window -> new Planned("window", window.window(), window.reason(), window.opens(), window.closes()))
                .forEach(planned::add);
        Stream.concat(freezes.declared().stream(), freezes.added().stream().map(added -> added.freeze()))
                .forEach(freeze -> add(freeze, from, until, planned));
        return new Draft(
                period.name(),
                "Maintenance schedule, " + period.words(),
                ScheduleText.of(zone, planned, frequent),
                ScheduleText.calendar(period, zone, planned),
                List.of());
    }

    private void add(
            Pipeline pipeline, PipelineTimer timer, Period period, List<Planned> planned, List<Frequent> frequent) {
        Instant from = period.from(settings.zone());
        List<Instant> due = TimerSchedule.of(timer.cron(), ZoneId.of(timer.zone()))
                .between(from.minusSeconds(1), period.until(settings.zone()).minusSeconds(1));
        // once a day is what people plan around; more is the background
        if (due.size() > period.days() + 1) {
            String words =
                    CronWords.of(timer.cron(), ZoneId.of(timer.zone())).orElse(timer.cron() + ", " + timer.zone());
            frequent.add(new Frequent(pipeline.name() + given(timer), words));
            return;
        }
        due.forEach(at ->
                planned.add(new Planned("timer", pipeline.name() + given(timer), pipeline.description(), at, at)));
    }

    /** Several timers of one pipeline differ in what they ask for. */
    private static String given(PipelineTimer timer) {
        return timer.inputs().entrySet().stream()
                .map(input -> " " + input.getKey() + "=" + input.getValue())
                .collect(Collectors.joining());
    }

    private static void add(Freeze freeze, Instant from, Instant until, List<Planned> planned) {
        freeze.times()
                .endOf(from)
                .ifPresent(end -> planned.add(new Planned("freeze", freeze.name(), freeze.reason(), from, end)));
        Optional<Instant> begins = freeze.times().nextAfter(from);
        while (begins.isPresent() && begins.get().isBefore(until)) {
            Instant start = begins.get();
            Instant end = freeze.times().endOf(start).orElse(start);
            planned.add(new Planned("freeze", freeze.name(), freeze.reason(), start, end));
            begins = freeze.times().nextAfter(end);
        }
    }
}
