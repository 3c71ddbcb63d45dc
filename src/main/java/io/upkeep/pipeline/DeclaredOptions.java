package io.upkeep.pipeline;

import io.upkeep.pipeline.Pipeline.Impact;
import io.upkeep.pipeline.Pipeline.Interrupted;
import io.upkeep.text.Shown;
import io.upkeep.window.WindowChoice;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The options of a pipeline's URI as values; a mistake is refused naming the pipeline, the option and a right value. */
public final class DeclaredOptions {

    /** How options are read that are more than a word or a number. */
    private static final Map<String, Function<String, ?>> READ = Map.of(
            "inputs", Inputs::parse,
            "timeout", Durations::parse,
            "window", WindowChoice::parse,
            "backupWithin", BackupGate::parse,
            "concurrency", DeclaredOptions::runs,
            "retries", DeclaredOptions::retries,
            "backoff", DeclaredOptions::durations,
            "stepTimeout", DeclaredOptions::durations);

    private final MaintenanceEndpoint options;

    DeclaredOptions(MaintenanceEndpoint options) {
        this.options = options;
    }

    /**
     * What is wrong with the value of an option, as it is said when the route loads: {@code what is wrong; write this}. Empty
     * when nothing is, and for options whose values are words or numbers, which Camel knows from their description.
     */
    public static Optional<String> mistake(String option, String value) {
        try {
            var unused = READ.getOrDefault(option, text -> text).apply(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(option + ": " + e.getMessage());
        }
    }

    /** The options that {@link #mistake} knows. */
    public static Set<String> checked() {
        return READ.keySet();
    }

    /** The roles that an approval option names. */
    public static List<String> roles(String approval) {
        return Lists.names(approval.equals("none") ? "" : approval);
    }

    Inputs inputs() {
        return named("inputs", () -> Inputs.parse(options.getInputs()));
    }

    DeclaredTargets targets() {
        return named("targets", () -> DeclaredTargets.of(options.getTargets(), inputs()));
    }

    Duration timeout() {
        return named("timeout", () -> Durations.parse(options.getTimeout()));
    }

    Impact impact() {
        return oneOf("impact", options.getImpact(), Impact.class);
    }

    Interrupted interrupted() {
        return oneOf("interrupted", options.getInterrupted(), Interrupted.class);
    }

    Governance governance() {
        return new Governance(
                named("window", () -> WindowChoice.parse(options.getWindow())),
                roles(options.getApproval()),
                oneOf("overlap", options.getOverlap(), Governance.Overlap.class),
                Lists.names(options.getDependsOn()),
                named("backupWithin", () -> BackupGate.parse(options.getBackupWithin())),
                oneOf("overrun", options.getOverrun(), Governance.Overrun.class),
                options.getPriority());
    }

    StepRules stepRules() {
        return new StepRules(
                Set.copyOf(Lists.names(options.getReadOnly())),
                named("retries", () -> retries(options.getRetries())),
                named("backoff", () -> durations(options.getBackoff())),
                named("stepTimeout", () -> durations(options.getStepTimeout())));
    }

    int concurrency() {
        return named("concurrency", () -> runs(Integer.toString(options.getConcurrency())));
    }

    /** Anything but a number is Camel's to refuse. */
    private static int runs(String text) {
        if (text.startsWith("-")) {
            throw new IllegalArgumentException(
                    "'%s' is not a number of runs; write 1, or 0 for any number".formatted(Shown.of(text)));
        }
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static PerStep<Integer> retries(String text) {
        return PerStep.parse(text, DeclaredOptions::count);
    }

    private static PerStep<Duration> durations(String text) {
        return PerStep.parse(text, Durations::parse);
    }

    private static int count(String text) {
        if (!text.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("'%s' is not a number of retries; write 2".formatted(Shown.of(text)));
        }
        return Integer.parseInt(text);
    }

    private <E extends Enum<E>> E oneOf(String option, String value, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().replace('_', '-').equalsIgnoreCase(value)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("maintenance:%s: %s '%s' is not one of %s"
                .formatted(
                        options.getName(),
                        option,
                        value,
                        Arrays.toString(type.getEnumConstants()).replace('_', '-')));
    }

    private <T> T named(String option, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "maintenance:%s: %s: %s".formatted(options.getName(), option, e.getMessage()), e);
        }
    }
}
