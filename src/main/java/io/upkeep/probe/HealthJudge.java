package io.upkeep.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The last step of a health check: judges what was seen and records results, states and an event for each change of
 * state in one transaction. Recording a run a second time changes nothing.
 */
@Component("healthJudge")
public class HealthJudge {

    private static final Duration TREND = Duration.ofHours(6);

    private final ProbeHistory history;
    private final StateRecorder recorder;
    private final ObjectMapper json;
    private final ProbeProperties properties;
    private final Judge judge;

    HealthJudge(ProbeHistory history, StateRecorder recorder, ObjectMapper json, ProbeProperties properties) {
        this.history = history;
        this.recorder = recorder;
        this.json = json;
        this.properties = properties;
        this.judge = new Judge(json, properties.allLimits());
    }

    /**
     * Judges and records.
     *
     * @param observations what {@link Observations} collected
     * @return JSON-able: how many probes are in each state, {@code targets}: how many were looked at, and {@code problems}, one
     *     line for each probe that is not OK
     */
    @Transactional
    public Map<String, Object> record(String run, List<Map<String, Object>> observations) {
        if (observations == null || observations.isEmpty()) {
            throw new IllegalStateException("nothing was observed in run " + run
                    + "; let a step before this one call the bean 'observations', as in method: hosts");
        }
        UUID id = UUID.fromString(run);
        history.lock();
        boolean recorded = history.has(id);
        Summary summary = new Summary();
        List<Reading> readings = new ArrayList<>();
        for (Map<String, Object> fields : observations) {
            Observation seen = json.convertValue(fields, Observation.class);
            List<ProbeResult> results =
                    judge.judge(seen, history.past(seen.target(), seen.at().minus(TREND)));
            results.forEach(result -> summary.add(seen.target(), result));
            if (!recorded) {
                write(id, seen, results);
                results.forEach(result -> readings.add(reading(seen, result)));
            }
        }
        // all at once: what is asked last may be what others depend on
        recorder.record(readings, id);
        return summary.asMap();
    }

    /** What {@link #record} gave, for people. */
    public String words(Map<String, Object> recorded) {
        return HealthWords.of(recorded);
    }

    private void write(UUID run, Observation seen, List<ProbeResult> results) {
        for (ProbeResult result : results) {
            history.add(run, seen.target(), result, seen.at());
        }
        if (seen.failure() == null && results.stream().noneMatch(HealthJudge::isUnusableReport)) {
            // what such an answer no longer speaks of, such as an unmounted disk, is gone and not merely stale
            history.forget(
                    seen.target(),
                    seen.origin(),
                    results.stream().map(ProbeResult::probe).toList());
        }
        HostReport sample = judge.sample(seen);
        if (sample != null) {
            history.keep(seen.target(), seen.answer(), seen.at());
        }
    }

    private Reading reading(Observation seen, ProbeResult result) {
        return new Reading(
                seen.target(),
                seen.origin(),
                result,
                seen.at(),
                Thresholds.AT_ONCE,
                properties.staleAfter(result.probe()),
                null);
    }

    private static boolean isUnusableReport(ProbeResult result) {
        return result.probe().equals("report") && result.verdict().state() != ProbeState.OK;
    }

    /** Counts per state, and the problems in words. */
    private static final class Summary {

        private final Map<String, Object> counts = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private final Set<String> targets = new HashSet<>();

        void add(String target, ProbeResult result) {
            ProbeState state = result.verdict().state();
            targets.add(target);
            counts.merge(state.name(), 1, (a, b) -> (Integer) a + (Integer) b);
            if (state != ProbeState.OK) {
                problems.add("%s %s is %s: %s"
                        .formatted(
                                target, result.probe(), state, result.verdict().reason()));
            }
        }

        Map<String, Object> asMap() {
            Map<String, Object> map = new LinkedHashMap<>(counts);
            map.put("targets", targets.size());
            map.put("problems", List.copyOf(problems));
            return map;
        }
    }
}
