package io.upkeep.pipeline.timer;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A running route that asks for runs at set times.
 *
 * @param route the route's id, which is the timer's name
 * @param cron Quartz's expression: second minute hour day-of-month month day-of-week
 * @param zone the time zone its hours are meant in
 * @param asks the runs that it asks for, in its order
 */
record Timer(String route, String cron, ZoneId zone, MissedPolicy policy, List<Asked> asks) {

    /** A run that it asks for: of which pipeline, and the inputs that it gives. */
    record Asked(String pipeline, Map<String, String> inputs) {}

    /** Whose runs it asks for, in its order. */
    List<String> pipelines() {
        return asks.stream().map(Asked::pipeline).toList();
    }

    /** What it gives the run of one of its pipelines, by name. */
    Map<String, String> inputsOf(String pipeline) {
        return asks.stream()
                .filter(asked -> asked.pipeline().equals(pipeline))
                .findFirst()
                .<Map<String, String>>map(asked -> new TreeMap<>(asked.inputs()))
                .orElse(Map.of());
    }

    TimerSchedule schedule() {
        return TimerSchedule.of(cron, zone);
    }

    /** The request id of the run of one of its pipelines: the same wherever and however often the timer fires. */
    String requestId(String pipeline, Instant due) {
        String id = "timer:" + route + ":" + due;
        return pipelines().indexOf(pipeline) <= 0 ? id : id + ":" + pipeline;
    }

    /** The request ids of all runs it asks for at this time. */
    List<String> requestIds(Instant due) {
        return pipelines().stream()
                .distinct()
                .map(pipeline -> requestId(pipeline, due))
                .toList();
    }
}
