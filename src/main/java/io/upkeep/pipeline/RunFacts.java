package io.upkeep.pipeline;

import io.upkeep.run.Run;
import io.upkeep.run.RunNews;
import io.upkeep.run.StepOutcome;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The data of a run's events. Parameters stay out: a value given for a run may be a secret. */
final class RunFacts {

    private RunFacts() {}

    static Map<String, Object> of(RunNews news) {
        Run run = news.run();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", run.id().toString());
        facts.put("pipeline", run.pipeline());
        facts.put("state", run.state().name());
        facts.put("requestedBy", run.requestedBy());
        if (news.step() == null) {
            ofRun(run, facts);
        } else {
            ofStep(news, facts);
        }
        return facts;
    }

    private static void ofRun(Run run, Map<String, Object> facts) {
        putIfKnown(facts, "parent", run.parent());
        putIfKnown(facts, "failedStep", run.failedStep());
        putIfKnown(facts, "failure", run.failure());
        putIfKnown(facts, "reason", run.reason());
        if (run.waiting() != null) {
            facts.put("waitsFor", run.waiting().kind());
            putIfKnown(facts, "waitsUntil", run.waiting().until());
        }
    }

    private static void ofStep(RunNews news, Map<String, Object> facts) {
        facts.put("step", news.step().path());
        facts.put("iteration", news.step().iteration());
        facts.put("phase", news.step().phase().name());
        if (news.outcome() != null) {
            facts.put("outcome", news.outcome().getClass().getSimpleName().toUpperCase(Locale.ROOT));
        }
        putIfKnown(facts, "failure", news.outcome() instanceof StepOutcome.Failed failed ? failed.failure() : null);
    }

    private static void putIfKnown(Map<String, Object> facts, String name, Object value) {
        if (value != null) {
            facts.put(name, value.toString());
        }
    }
}
