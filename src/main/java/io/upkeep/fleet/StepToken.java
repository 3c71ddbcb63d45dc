package io.upkeep.fleet;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * On whose behalf a script runs: one attempt at one step of one run, by one of the run's owners. The engine sets it as
 * the exchange property {@value #PROPERTY} before each step, as text; a {@code fleet:} call without it is outside of runs.
 *
 * @param run the run's id: letters, digits and dashes
 * @param epoch rises with every owner; hosts refuse a lower one than they have seen
 * @param phase {@code RUN} or {@code ROLLBACK}
 * @param step path and iteration of the step, and its attempt where it is tried again on purpose; the same for every
 *     owner that goes on with the same attempt
 */
public record StepToken(String run, long epoch, String phase, String step) {

    /** Exchange property: {@code <run>/<epoch>/<phase>/<step>}, such as {@code 4f0c…/3/RUN/deploy/restart[0]~2}. */
    public static final String PROPERTY = "UpkeepStepToken";

    private static final Pattern TEXT = Pattern.compile("([A-Za-z0-9-]{1,64})/(\\d{1,18})/([A-Z]{1,16})/(.{1,1000})");

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when it is none; nothing may run with a token that hosts cannot compare
     */
    public static StepToken parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(PROPERTY + " '" + text
                    + "' is not a step's token; set <run>/<epoch>/<phase>/<step>: 4f0c/3/RUN/deploy");
        }
        return new StepToken(parts.group(1), Long.parseLong(parts.group(2)), parts.group(3), parts.group(4));
    }

    /** The exchange's token; null outside of runs. */
    public static StepToken of(Exchange exchange) {
        String text = exchange.getProperty(PROPERTY, String.class);
        return text == null ? null : parse(text);
    }

    @Override
    public String toString() {
        return run + "/" + epoch + "/" + phase + "/" + step;
    }
}
