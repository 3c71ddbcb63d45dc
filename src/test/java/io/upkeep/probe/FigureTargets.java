package io.upkeep.probe;

import java.util.Map;

/**
 * A second database and a second cache beside those of the sandbox, each also with a password that is wrong, whose figures are asked:
 * the same servers, declared as targets of their own.
 */
final class FigureTargets {

    private FigureTargets() {}

    static void declare(Map<String, String> all) {
        HealthEstate.database()
                .sql("CREATE TABLE job_at_desk (came_at timestamptz NOT NULL)")
                .update();
        for (String name : new String[] {"statistics", "statistics-locked"}) {
            store(all, name, "database");
            all.put("upkeep.targets." + name + ".user", all.get("upkeep.targets.database.user"));
            all.put("upkeep.targets." + name + ".password", all.get("upkeep.targets.database.password"));
            HealthEstate.probe(all, name, "figures", "kind=postgresql", "every=500ms");
        }
        all.put("upkeep.targets.statistics-locked.password", "wrong");
        HealthEstate.probe(
                all,
                "statistics",
                "jobs",
                "kind=queue",
                "query=SELECT count(*) AS depth, extract(epoch FROM now() - min(came_at)) AS oldest_seconds FROM job_at_desk",
                "critical-unless[0]=[AGE] < 2h",
                "warning-unless[0]=[DEPTH] < 3");
        HealthEstate.probe(all, "statistics", "tickets", "kind=queue", "script=pipelines/health/queue-report.sql");
        store(all, "sessions", "cache");
        HealthEstate.probe(all, "sessions", "figures", "kind=redis", "every=500ms");
        store(all, "sessions-locked", "cache");
        all.put("upkeep.targets.sessions-locked.password", "wrong");
        HealthEstate.probe(all, "sessions-locked", "figures", "kind=redis", "every=500ms");
        HealthEstate.probe(all, "desk-host", "figures", "kind=host", "every=500ms");
    }

    private static void store(Map<String, String> all, String name, String like) {
        all.put("upkeep.targets." + name + ".kind", like);
        all.put("upkeep.targets." + name + ".address", all.get("upkeep.targets." + like + ".address"));
    }
}
