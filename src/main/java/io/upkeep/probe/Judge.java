package io.upkeep.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/** Turns an observation into results. A pure function of its arguments. */
final class Judge {

    private final ObjectMapper json;
    private final Map<String, Limits> limits;

    Judge(ObjectMapper json, Map<String, Limits> limits) {
        this.json = json;
        this.limits = limits;
    }

    List<ProbeResult> judge(Observation seen, Past past) {
        if (seen.failure() != null) {
            Verdict verdict = seen.down() ? Verdict.critical(seen.failure()) : Verdict.unknown(seen.failure());
            return List.of(ProbeResult.of(reachability(seen), verdict));
        }
        Map<String, Object> answer = seen.answer();
        return switch (seen.check()) {
            case HOST -> host(seen, past);
            case HTTP -> List.of(ProbeResult.of(reachability(seen), http(answer)));
            case FIGURES -> figures(seen);
            case CACHE -> CacheVerdicts.judge(answer, past, seen.at(), limits);
            case BACKUP -> BackupVerdicts.judge(answer, seen.at(), limits);
        };
    }

    /** The counters to compare the next round with, or null when there are none. */
    HostReport sample(Observation seen) {
        if (seen.check() != Check.HOST || seen.failure() != null) {
            return null;
        }
        HostReport report = json.convertValue(seen.answer(), HostReport.class);
        return report.problem() == null ? report : null;
    }

    private List<ProbeResult> host(Observation seen, Past past) {
        return HostVerdicts.judge(json.convertValue(seen.answer(), HostReport.class), past, seen.at());
    }

    private static Verdict http(Map<String, Object> answer) {
        Object status = answer.get("status");
        return status instanceof Number number
                ? ServiceVerdicts.http(number.intValue(), (String) answer.get("body"))
                : Verdict.unknown("the answer has no HTTP status");
    }

    private List<ProbeResult> figures(Observation seen) {
        List<ProbeResult> results = new java.util.ArrayList<>();
        results.add(ProbeResult.of(reachability(seen), Verdict.ok("answers")));
        results.addAll(FigureVerdicts.judge(seen.answer(), limits));
        return results;
    }

    /** The probe that says whether there was an answer at all. */
    private static String reachability(Observation seen) {
        String probe = seen.check() == Check.HOST ? "report" : "answers";
        return seen.name().isEmpty() ? probe : seen.name() + "-" + probe;
    }
}
