package io.upkeep.pipeline;

import io.upkeep.text.Causes;
import io.upkeep.text.Shown;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.processor.errorhandler.DefaultErrorHandler;
import org.apache.camel.spi.CamelLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What the log tells of failures in routes: nothing of a run that only waits, or was stopped, one line of what explains itself, and the
 * whole stack trace of anything else. Who watches the log for errors is not called because somebody has to say yes.
 */
@Component
final class FailureLog extends CamelLogger {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultErrorHandler.class);

    private static final int LONGEST = 2_000;

    private final CamelContext camel;
    private final Secrets secrets;

    /** Becomes the log of all routes that have no error handler of their own; they are loaded later. */
    FailureLog(CamelContext camel, Secrets secrets) {
        super(LOG, LoggingLevel.ERROR);
        this.camel = camel;
        this.secrets = secrets;
        camel.getCamelContextExtension().setErrorHandlerFactory(new DefaultErrorHandlerDefinition().logger(this));
    }

    /** Called when nothing is tried any more. */
    @Override
    public void log(String message, Throwable failure) {
        boolean wasInterrupted =
                Causes.find(failure, InterruptedException.class).isPresent();
        if (wasInterrupted || Causes.find(failure, EndsWithoutOutcome.class).isPresent()) {
            LOG.debug(message, failure);
            return;
        }
        Failures.explanation(failure)
                .or(() -> Failures.words(camel, failure, ""))
                .ifPresentOrElse(
                        words -> LOG.warn("A route failed: {}", Shown.line(secrets.hide(words), LONGEST)),
                        () -> whole(message, failure));
    }

    /** With its stack trace; as text where that would tell a secret, which a server or a host may have sent back. */
    private void whole(String message, Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        String told = message + System.lineSeparator() + trace;
        String hidden = secrets.hide(told);
        if (hidden.equals(told)) {
            super.log(message, failure);
        } else {
            LOG.error(hidden);
        }
    }
}
