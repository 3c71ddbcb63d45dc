package io.upkeep.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run would do.
 *
 * @param hash what an approval would be bound to
 * @param locks names of the targets that would be locked
 * @param startsNow whether admission would let it start at once
 * @param admission what admission says, a sentence
 * @param waits everything that it would wait for, as far as is known now; empty when it would start or be refused
 * @param impact what users would notice of it
 */
public record RunPlan(
        String pipeline,
        Map<String, String> parameters,
        String hash,
        List<String> targets,
        List<String> locks,
        String window,
        List<String> approval,
        String impact,
        boolean startsNow,
        String admission,
        List<Obstacle> waits,
        List<PlannedStep> steps,
        List<PlannedStep> rollback) {

    /**
     * One thing that the run would wait for.
     *
     * @param kind for programs, such as {@code WINDOW}
     * @param reason a sentence
     * @param until when that may change; null when nobody knows
     */
    public record Obstacle(String kind, String reason, Instant until) {}

    /**
     * A step of the plan.
     *
     * @param readOnly whether it changes nothing; such steps are executed for the plan
     * @param outcome {@code ok} or the failure of a step that was executed; null for the others
     * @param says what a step that was executed found, when it leaves a text in the body; null otherwise
     * @param calls what it talks to
     */
    public record PlannedStep(String path, boolean readOnly, String outcome, String says, List<Call> calls) {}

    /**
     * One endpoint that a step talks to.
     *
     * @param endpoint its URI without values that are secret
     * @param hosts the hosts of a {@code fleet:} call, in order; empty otherwise
     * @param script the text that runs there; null when there is none, or it is made by the route
     */
    public record Call(String endpoint, List<String> hosts, String script) {}
}
