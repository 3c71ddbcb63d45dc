package io.upkeep.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.upkeep.pipeline.Input;
import io.upkeep.pipeline.Pipeline;
import io.upkeep.pipeline.StepBranch;
import io.upkeep.pipeline.timer.CronWords;
import io.upkeep.pipeline.timer.PipelineTimer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pipeline, as the API shows it: what it does, what it asks for, when it starts by itself.
 *
 * @param group the folder its file lies in, such as {@code updates}; empty when it lies in none
 * @param window windows it may start in; {@code none} for any time
 * @param approval roles whose yes it needs
 * @param impact the most that users notice, whatever its inputs
 * @param timeout ISO-8601
 * @param rollback URI of the route that undoes; null when there is none
 * @param branches steps that only some runs take: of one choice, those of one branch
 * @param lastRun its newest run; null when it never ran
 */
record PipelineView(
        String name,
        String group,
        String description,
        List<InputView> inputs,
        String targets,
        String window,
        List<String> approval,
        String impact,
        String timeout,
        String rollback,
        List<TimerView> timers,
        List<String> steps,
        List<String> rollbackSteps,
        List<StepBranch> branches,
        RunView lastRun) {

    private static final Pattern FOLDER = Pattern.compile("pipelines/([^/]+)/[^/]+$");

    static PipelineView of(Pipeline pipeline, Pipeline.Impact impact, List<PipelineTimer> timers, RunView lastRun) {
        return new PipelineView(
                pipeline.name(),
                group(pipeline.source()),
                pipeline.description(),
                pipeline.inputs().all().stream().map(InputView::of).toList(),
                pipeline.targets().text(),
                pipeline.governance().window().toString(),
                pipeline.governance().approval(),
                impact.word(),
                pipeline.timeout() == null ? null : pipeline.timeout().toString(),
                pipeline.rollback(),
                timers.stream().map(TimerView::of).toList(),
                pipeline.steps(),
                pipeline.rollbackSteps(),
                pipeline.branches(),
                lastRun);
    }

    static String group(String source) {
        Matcher folder = FOLDER.matcher(source);
        return folder.find() ? folder.group(1) : "";
    }

    /**
     * One declared parameter.
     *
     * @param type {@code string}, {@code name}, {@code version}, {@code host}, {@code path}, {@code integer}, {@code boolean},
     *     {@code duration}, {@code date} or {@code enum}
     * @param defaultValue used when it is left out; null when there is none
     * @param description what a value may be, for people
     * @param choices the only values that are taken; empty where the type alone says what is
     * @param example a value that fits
     */
    record InputView(
            String name,
            String type,
            boolean required,
            @JsonProperty("default") String defaultValue,
            String description,
            List<String> choices,
            String example) {

        static InputView of(Input input) {
            return new InputView(
                    input.name(),
                    input.type().name().toLowerCase(Locale.ROOT),
                    input.required(),
                    input.defaultValue(),
                    input.description(),
                    input.choices(),
                    input.example());
        }
    }

    /**
     * One timer that starts the pipeline.
     *
     * @param words the same for people: {@code every day at 02:30 Europe/Berlin}; null when there are none for it
     * @param inputs what it gives the run, by name
     * @param missedPolicy what is done about missed times: {@code fire-once} or {@code skip}
     * @param last the newest time it asked for a run for; null when it never did
     * @param next when it fires next; null when never
     * @param lastMissed the newest time it was due at and did not fire; null when there is none
     */
    record TimerView(
            String cron,
            String zone,
            String words,
            Map<String, String> inputs,
            String missedPolicy,
            Instant last,
            Instant next,
            Instant lastMissed) {

        static TimerView of(PipelineTimer timer) {
            return new TimerView(
                    timer.cron(),
                    timer.zone(),
                    CronWords.of(timer.cron(), ZoneId.of(timer.zone())).orElse(null),
                    timer.inputs(),
                    timer.missedPolicy().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    timer.last(),
                    timer.next(),
                    timer.lastMissed());
        }
    }
}
