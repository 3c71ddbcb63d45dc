package io.upkeep.pipeline;

import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.text.Shown;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Requests of people and programs, who make up the ids of their requests: one that is used for something else is a mistake of
 * theirs, and must not look as if what they ask for had begun.
 */
@Component
public class OutsideRequests {

    private final Runs runs;

    OutsideRequests(Runs runs) {
        this.runs = runs;
    }

    /**
     * As {@link Runs#request}; the same request again gets the run it got before.
     *
     * @throws InvalidRequest also when the id was that of another pipeline, or of other values
     */
    public Run request(RunRequest request) {
        Run run = runs.request(request);
        String difference = difference(request, run);
        if (!difference.isEmpty()) {
            throw new InvalidRequest(
                    "the request id '%1$s' is that of run %2$s of %3$s%4$s, and nothing was started; use another one, such as %1$s-2"
                            .formatted(id(request), run.id(), run.pipeline(), difference));
        }
        return run;
    }

    /** As it was given: those of messages have a name space of their own. */
    private static String id(RunRequest request) {
        return Shown.of(request.requestId()).replaceFirst("^kafka:", "");
    }

    /** Only of values that are given: defaults may have changed since. */
    private static String difference(RunRequest request, Run run) {
        if (!run.pipeline().equals(request.pipeline())) {
            return ", not of " + Shown.of(request.pipeline());
        }
        return request.parameters().entrySet().stream()
                .filter(given -> !given.getValue().equals(run.parameters().get(given.getKey())))
                .findFirst()
                .map(Map.Entry::getKey)
                .map(input -> ", with another '" + Shown.of(input) + "'")
                .orElse("");
    }
}
