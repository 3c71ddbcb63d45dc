package io.upkeep.document;

import io.upkeep.document.Activity.Decision;
import io.upkeep.document.Activity.Done;
import io.upkeep.document.Activity.Step;
import io.upkeep.document.Activity.Trouble;
import io.upkeep.text.Lasting;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what was done in a day. Timers' runs that went well are counted, every other run is told step by step. */
final class LogText {

    /** More than anybody reads; the journal has the rest. */
    private static final int MOST = 200;

    private static final Pattern SECRET = Pattern.compile("(?i).*(password|passwd|secret|token|credential|key).*");

    private LogText() {}

    static String of(ZoneId zone, List<Done> runs, List<Decision> decisions, List<Trouble> incidents) {
        Times times = new Times(zone);
        StringBuilder text = new StringBuilder("\nTimes are of the zone %s.\n".formatted(zone));
        List<Done> told = runs.stream().filter(run -> isTold(run, decisions)).toList();
        text.append("\n## What people and programs asked for, and what went wrong\n");
        if (told.isEmpty()) {
            text.append("\nNothing.\n");
        }
        told.stream().limit(MOST).forEach(run -> text.append(run(run, decisions, times)));
        if (told.size() > MOST) {
            text.append("\n%d more runs are in the journal only.\n".formatted(told.size() - MOST));
        }
        text.append("\n## What timers did as they should\n\n").append(routine(runs, decisions));
        text.append("\n## Incidents\n\n").append(incidents(incidents, times));
        return text.toString();
    }

    private static boolean isTold(Done run, List<Decision> decisions) {
        boolean isRoutine =
                run.requestedBy().startsWith("timer:") || run.requestedBy().startsWith("run:");
        return !(isRoutine && run.isGood())
                || decisions.stream().anyMatch(decision -> decision.run().equals(run.id()));
    }

    private static String run(Done run, List<Decision> decisions, Times times) {
        StringBuilder text = new StringBuilder("\n### %s %s: %s\n\n"
                .formatted(times.minute(run.requestedAt()), Markdown.text(run.pipeline()), state(run.state())));
        text.append("- [Run %s](/#/runs/%s), asked for by %s\n"
                .formatted(run.id().toString().substring(0, 8), run.id(), Markdown.text(run.requestedBy())));
        if (!run.parameters().isEmpty()) {
            text.append("- With ").append(parameters(run.parameters())).append('\n');
        }
        if (run.startedAt() != null) {
            text.append("- Started %s, %s\n"
                    .formatted(
                            times.second(run.startedAt()),
                            run.lasted() == null ? "not over yet" : "lasted " + Lasting.of(run.lasted())));
        }
        decisions.stream()
                .filter(decision -> decision.run().equals(run.id()))
                .forEach(decision -> text.append("- %s %s it at %s%s\n"
                        .formatted(
                                Markdown.text(decision.person()),
                                Markdown.text(decision.what()),
                                times.minute(decision.at()),
                                decision.words() == null ? "" : ": " + Markdown.text(decision.words()))));
        text.append(steps(run.steps(), times));
        if (run.failure() != null) {
            text.append("\nIt failed at %s:\n".formatted(Markdown.code(run.failedStep())))
                    .append(Markdown.block(run.failure()));
        }
        return text.toString();
    }

    private static String steps(List<Step> steps, Times times) {
        if (steps.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n| step | | started | lasted |\n|---|---|---|---|\n");
        steps.forEach(step -> text.append("| %s | %s | %s | %s |\n"
                .formatted(
                        Markdown.code(step.path()),
                        state(step.state()),
                        times.second(step.startedAt()),
                        step.finishedAt() == null
                                ? ""
                                : Lasting.of(java.time.Duration.between(step.startedAt(), step.finishedAt())))));
        return text.toString();
    }

    private static String routine(List<Done> runs, List<Decision> decisions) {
        Map<String, Long> counted = runs.stream()
                .filter(run -> !isTold(run, decisions))
                .collect(Collectors.groupingBy(Done::pipeline, java.util.TreeMap::new, Collectors.counting()));
        return counted.isEmpty()
                ? "Nothing.\n"
                : counted.entrySet().stream()
                        .map(each -> "- %s: %d %s\n"
                                .formatted(
                                        Markdown.text(each.getKey()),
                                        each.getValue(),
                                        each.getValue() == 1 ? "run" : "runs"))
                        .collect(Collectors.joining());
    }

    static String incidents(List<Trouble> incidents, Times times) {
        if (incidents.isEmpty()) {
            return "None.\n";
        }
        return incidents.stream()
                .map(incident -> "- %s, opened %s, %s\n"
                        .formatted(
                                Markdown.text(incident.title()),
                                times.minute(incident.openedAt()),
                                incident.resolvedAt() == null
                                        ? "not resolved"
                                        : "resolved %s by %s: %s"
                                                .formatted(
                                                        times.minute(incident.resolvedAt()),
                                                        Markdown.text(incident.resolvedBy()),
                                                        Markdown.text(incident.resolution()))))
                .collect(Collectors.joining());
    }

    private static String parameters(Map<String, String> parameters) {
        Map<String, String> shown = new LinkedHashMap<>();
        parameters.forEach((name, value) ->
                shown.put(name, SECRET.matcher(name).matches() && !name.equals("key") ? "••••" : value));
        return shown.entrySet().stream()
                .map(each -> Markdown.code(each.getKey() + "=" + each.getValue()))
                .collect(Collectors.joining(", "));
    }

    static String state(String state) {
        return state.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
