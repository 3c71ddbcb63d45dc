package io.upkeep.document;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/** Says what is planned for a period, as text and as a calendar. */
public final class ScheduleText {

    private ScheduleText() {}

    /**
     * One stretch of time.
     *
     * @param kind {@code window}, {@code freeze} or {@code timer}
     * @param until the same as from where it has no length
     */
    public record Planned(String kind, String name, String words, Instant from, Instant until) {}

    /** What comes so often that a calendar would be full of it. */
    public record Frequent(String name, String words) {}

    /** In Markdown, by time. */
    public static String of(ZoneId zone, List<Planned> planned, List<Frequent> frequent) {
        Times times = new Times(zone);
        StringBuilder text = new StringBuilder("\nTimes are of the zone %s.\n\n## In its order\n\n".formatted(zone));
        if (planned.isEmpty()) {
            text.append("Nothing is planned.\n");
        } else {
            text.append("| from | until | | what |\n|---|---|---|---|\n");
        }
        ordered(planned)
                .forEach(each -> text.append("| %s | %s | %s | %s: %s |\n"
                        .formatted(
                                times.minute(each.from()),
                                each.until().equals(each.from()) ? "" : times.minute(each.until()),
                                each.kind(),
                                Markdown.text(each.name()),
                                Markdown.text(each.words()))));
        text.append("\n## Day and night\n\n");
        text.append(
                frequent.isEmpty()
                        ? "Nothing.\n"
                        : frequent.stream()
                                .map(each ->
                                        "- %s: %s\n".formatted(Markdown.text(each.name()), Markdown.text(each.words())))
                                .collect(Collectors.joining()));
        return text.toString();
    }

    /** As iCalendar. The same plan gives the same text, so that importing it twice makes nothing double. */
    public static String calendar(Period period, ZoneId zone, List<Planned> planned) {
        Calendar calendar = new Calendar();
        calendar.add(new ProdId("-//Upkeep//maintenance schedule//EN"));
        calendar.add(ImmutableVersion.VERSION_2_0);
        ordered(planned).forEach(each -> {
            boolean isMoment = each.until().equals(each.from());
            VEvent event = new VEvent(
                    each.from(),
                    isMoment ? each.from().plus(Duration.ofMinutes(5)) : each.until(),
                    each.kind() + ": " + each.name());
            event.replace(new DtStamp(period.from(zone)));
            event.add(new Uid("%s-%s-%d@upkeep"
                    .formatted(
                            each.kind(),
                            each.name().replaceAll("[^A-Za-z0-9-]", "-"),
                            each.from().getEpochSecond())));
            event.add(new Description(each.words()));
            calendar.add(event);
        });
        return calendar.toString();
    }

    private static List<Planned> ordered(List<Planned> planned) {
        return planned.stream()
                .sorted(Comparator.comparing(Planned::from)
                        .thenComparing(Planned::kind)
                        .thenComparing(Planned::name))
                .toList();
    }
}
