package io.upkeep;

import io.upkeep.document.DrawnBranch;
import io.upkeep.document.Markdown;
import io.upkeep.document.RouteDrawing;
import io.upkeep.pipeline.DeclaredTargets;
import io.upkeep.pipeline.Input;
import io.upkeep.pipeline.Inputs;
import io.upkeep.pipeline.lint.PipelineOutline;
import io.upkeep.pipeline.lint.PipelineOutline.Call;
import io.upkeep.pipeline.lint.PipelineOutline.Step;
import io.upkeep.pipeline.timer.CronWords;
import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import io.upkeep.target.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A pipeline in words, for people who follow it, do it by hand, or are asked whether it is right. */
final class ProcedureText {

    private static final Map<String, String> CONDITIONS = new LinkedHashMap<>();

    static {
        CONDITIONS.put("impact", "What users notice");
        CONDITIONS.put("window", "May start in the window");
        CONDITIONS.put("approval", "Needs the yes of");
        CONDITIONS.put("dependsOn", "Must have succeeded before");
        CONDITIONS.put("backupWithin", "Verified backup not older than");
        CONDITIONS.put("timeout", "Takes at most");
        CONDITIONS.put("interrupted", "A step that was cut off");
        CONDITIONS.put("owner", "Who answers for it");
    }

    private ProcedureText() {}

    /** @param filled a text in which settings stand for their placeholders */
    static String of(PipelineOutline pipeline, Inventory inventory, UnaryOperator<String> filled) {
        StringBuilder text = new StringBuilder("\n%s\n".formatted(Markdown.text(pipeline.description())));
        if (!pipeline.comments().isEmpty()) {
            text.append("\n%s\n".formatted(Markdown.text(String.join(" ", pipeline.comments()))));
        }
        text.append("\n## When and under which conditions\n\n").append(conditions(pipeline, inventory, filled));
        text.append("\n## What is asked for\n\n").append(inputs(pipeline));
        text.append("\n## At a glance\n")
                .append(RouteDrawing.mermaid(
                        outer(pipeline.steps()),
                        outer(pipeline.rollback()),
                        pipeline.branches().stream()
                                .map(branch -> new DrawnBranch(branch.choice(), branch.when(), branch.steps()))
                                .toList()));
        text.append("\n## Steps\n").append(steps(pipeline, pipeline.steps(), inventory));
        text.append("\n## When a step fails\n");
        text.append(
                pipeline.rollback().isEmpty()
                        ? "\nNothing is undone; the run says what failed and asks for a person where it has to.\n"
                        : "\nThese steps follow. One named `undo-x` is done only if step `x` had started.\n"
                                + steps(pipeline, pipeline.rollback(), inventory));
        text.append("\n## How to start it\n\nSee what it would do, then start it and follow it:\n");
        text.append(Markdown.block(
                "upkeep plan %1$s%2$s\nupkeep run %1$s%2$s --follow".formatted(pipeline.name(), arguments(pipeline))));
        return text.toString();
    }

    private static String conditions(PipelineOutline pipeline, Inventory inventory, UnaryOperator<String> filled) {
        StringBuilder text = new StringBuilder("| | |\n|---|---|\n");
        pipeline.timers()
                .forEach(timer -> text.append("| By itself | %s (%s) |\n"
                        .formatted(
                                Markdown.text(CronWords.of(timer.cron()).orElse("by the timer " + timer.cron())),
                                Markdown.text(filled.apply(timer.zone())))));
        if (!pipeline.option("targets").isEmpty()) {
            text.append("| Works on | %s |\n".formatted(targets(pipeline, inventory)));
        }
        CONDITIONS.forEach((option, words) -> {
            if (!pipeline.option(option).isEmpty()) {
                text.append("| %s | %s |\n".formatted(words, Markdown.text(pipeline.option(option))));
            }
        });
        return text.append("| Written in | %s |\n".formatted(Markdown.code(pipeline.file())))
                .toString();
    }

    private static String targets(PipelineOutline pipeline, Inventory inventory) {
        String written = pipeline.option("targets");
        return DeclaredTargets.of(written, Inputs.parse(pipeline.option("inputs"))).selectors().entrySet().stream()
                .map(one -> (one.getKey().isEmpty() ? "" : one.getKey() + ": ") + targets(one.getValue(), inventory))
                .collect(Collectors.joining("; "));
    }

    private static String targets(String selector, Inventory inventory) {
        try {
            List<String> names = inventory.select(Selector.parse(selector)).stream()
                    .map(Target::name)
                    .toList();
            return "%s: %s"
                    .formatted(
                            Markdown.code(selector),
                            names.isEmpty() ? "none" : Markdown.text(String.join(", ", names)));
        } catch (IllegalArgumentException placeholder) {
            return Markdown.code(selector);
        }
    }

    private static String inputs(PipelineOutline pipeline) {
        List<Input> inputs = Inputs.parse(pipeline.option("inputs")).all();
        if (inputs.isEmpty()) {
            return "Nothing.\n";
        }
        return "| input | what it may be | |\n|---|---|---|\n"
                + inputs.stream()
                        .map(input -> "| %s | %s | %s |\n"
                                .formatted(
                                        Markdown.code(input.name()),
                                        input.choices().isEmpty()
                                                ? input.type().name().toLowerCase(Locale.ROOT)
                                                : Markdown.text(String.join(", ", input.choices())),
                                        input.required()
                                                ? "required"
                                                : input.defaultValue() == null
                                                                || input.defaultValue()
                                                                        .isEmpty()
                                                        ? "may be left out"
                                                        : "left out: " + Markdown.code(input.defaultValue())))
                        .collect(Collectors.joining());
    }

    private static String arguments(PipelineOutline pipeline) {
        return Inputs.parse(pipeline.option("inputs")).all().stream()
                .filter(Input::required)
                .map(input -> " %s=%s"
                        .formatted(
                                input.name(),
                                input.choices().isEmpty()
                                        ? "…"
                                        : input.choices().get(0)))
                .collect(Collectors.joining());
    }

    private static List<String> outer(List<Step> steps) {
        return steps.stream().filter(step -> step.depth() == 0).map(Step::id).toList();
    }

    private static String steps(PipelineOutline pipeline, List<Step> steps, Inventory inventory) {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Step step : steps) {
            String condition = pipeline.condition(step);
            if (step.depth() == 0) {
                number++;
                text.append("\n### %d. %s\n\n".formatted(number, Markdown.text(step.id())));
                if (!condition.isEmpty()) {
                    text.append("Only when %s.\n\n".formatted(Markdown.text(condition)));
                }
                if (!step.description().isEmpty()) {
                    text.append(Markdown.text(step.description())).append("\n\n");
                }
            } else {
                String words = step.description().isEmpty() ? "" : ": " + Markdown.text(step.description());
                text.append("%s- %s%s\n".formatted("  ".repeat(step.depth() - 1), Markdown.code(step.id()), words));
            }
            step.calls()
                    .forEach(call ->
                            text.append("%s- %s\n".formatted("  ".repeat(step.depth()), does(call, inventory))));
        }
        return text.toString();
    }

    private static String does(Call call, Inventory inventory) {
        String what = TargetAddresses.in(call.uri(), inventory);
        String rest = Markdown.code(what.substring(what.indexOf(':') + 1));
        String purpose = call.purpose().isEmpty() ? "" : ": " + Markdown.text(call.purpose());
        if (!call.script().isEmpty()) {
            return "runs %s on %s%s".formatted(Markdown.code(call.script()), rest, purpose);
        }
        return switch (what.substring(0, Math.max(0, what.indexOf(':')))) {
            case "bean" -> "asks " + rest;
            case "maintenance" ->
                (call.options().getOrDefault("wait", "").equals("true")
                                ? "runs %s and waits for its end%s"
                                : "asks for a run of %s%s")
                        .formatted(rest, purpose);
            case "kamelet" -> "uses the block %s%s".formatted(rest, purpose);
            case "fleet" -> "asks the hosts " + rest;
            default -> "talks to " + Markdown.code(what);
        };
    }
}
