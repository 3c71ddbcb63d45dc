package io.upkeep.pipeline.lint;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the mistakes to whoever started Upkeep, without a stack trace. */
final class RoutesRefusedAnalyzer extends AbstractFailureAnalyzer<RoutesRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RoutesRefused cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Correct the lines named above and start again. ./upkeep validate checks them without starting.",
                cause);
    }
}
