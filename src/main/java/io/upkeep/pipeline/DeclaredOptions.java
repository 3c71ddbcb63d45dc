package io.upkeep.pipeline;

import io.upkeep.pipeline.Pipeline.Impact;
import io.upkeep.pipeline.Pipeline.Interrupted;
import io.upkeep.text.Shown;
import io.upkeep.window.WindowChoice;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;

/** The options of a pipeline's URI as values; a mistake is refused naming the pipeline, the option and a right value. */
final class DeclaredOptions {

    private final MaintenanceEndpoint options;

    DeclaredOptions(MaintenanceEndpoint options) {
        this.options = options;
    }

    Inputs inputs() {
        return named("inputs", () -> Inputs.parse(options.getInputs()));
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
                Lists.names(options.getApproval().equals("none") ? "" : options.getApproval()),
                oneOf("overlap", options.getOverlap(), Governance.Overlap.class),
                Lists.names(options.getDependsOn()),
                named("backupWithin", () -> BackupGate.parse(options.getBackupWithin())),
                oneOf("overrun", options.getOverrun(), Governance.Overrun.class),
                options.getPriority());
    }

    StepRules stepRules() {
        return new StepRules(
                Set.copyOf(Lists.names(options.getReadOnly())),
                named("retries", () -> PerStep.parse(options.getRetries(), DeclaredOptions::count)),
                named("backoff", () -> PerStep.parse(options.getBackoff(), Durations::parse)),
                named("stepTimeout", () -> PerStep.parse(options.getStepTimeout(), Durations::parse)));
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
