package io.upkeep.probe;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What declared probes were told last, for figures that are rates. In memory only: after a start they count since the target's own. */
final class EarlierAnswers {

    private final Map<String, Past> last = new ConcurrentHashMap<>();

    Past of(String target, String probe) {
        return last.getOrDefault(target + "/" + probe, Past.NONE);
    }

    void keep(String target, String probe, HostReport sample, List<ProbeResult> results, Instant at) {
        Map<String, Past.Point> latest = results.stream()
                .filter(result -> result.value() != null)
                .collect(toMap(ProbeResult::probe, result -> new Past.Point(result.value(), at), (one, other) -> one));
        last.put(target + "/" + probe, new Past(sample, Map.of(), Map.of(), latest));
    }
}
