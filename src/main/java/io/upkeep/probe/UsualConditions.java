package io.upkeep.probe;

import io.upkeep.probe.condition.Condition;
import java.util.List;
import java.util.stream.Stream;

/**
 * What good answers of a kind of probe meet when nothing else is declared.
 *
 * @param critical one that is not met is CRITICAL
 * @param warning one that is not met is a WARNING
 * @param isOnlyWhereTold whether a figure that the target does not tell is passed over: not every host has systemd
 */
record UsualConditions(List<String> critical, List<String> warning, boolean isOnlyWhereTold) {

    static final UsualConditions POSTGRESQL = figures(
            List.of(
                    "[BODY].connections-percent < 95",
                    "[BODY].replication-lag-seconds < 300",
                    "[BODY].longest-transaction-seconds < 3600"),
            List.of(
                    "[BODY].connections-percent < 80",
                    "[BODY].replication-lag-seconds < 30",
                    "[BODY].longest-transaction-seconds < 900",
                    "[BODY].dead-rows-percent < 40"));

    static final UsualConditions REDIS = figures(
            List.of("[BODY].memory < 95", "[BODY].persistence == OK", "[BODY].last-save-age-seconds < 86400"),
            List.of("[BODY].answers == OK", "[BODY].memory < 80", "[BODY].last-save-age-seconds < 7200"));

    static final UsualConditions QUEUE = figures(List.of("[AGE] < 2h"), List.of("[AGE] < 30m"));

    static final UsualConditions HOST = figures(
            List.of("[BODY].memory < 97", "[BODY].disk < 97", "[BODY].inodes < 97", "[BODY].clock < 1000"),
            List.of(
                    "[BODY].cpu <= 90",
                    "[BODY].load <= 2",
                    "[BODY].memory <= 90",
                    "[BODY].disk < 95",
                    "[BODY].inodes < 95",
                    "[BODY].network <= 1",
                    "[BODY].pressure:cpu <= 60",
                    "[BODY].pressure:memory <= 20",
                    "[BODY].pressure:io <= 40",
                    "[BODY].units == 0",
                    "[BODY].clock < 50"));

    UsualConditions {
        critical = List.copyOf(critical);
        warning = List.copyOf(warning);
    }

    static UsualConditions always(List<String> critical) {
        return new UsualConditions(critical, List.of(), false);
    }

    private static UsualConditions figures(List<String> critical, List<String> warning) {
        return new UsualConditions(critical, warning, true);
    }

    List<Condition> parsedCritical() {
        return parsed(critical).toList();
    }

    List<Condition> parsedWarning() {
        return parsed(warning).toList();
    }

    private Stream<Condition> parsed(List<String> texts) {
        return texts.stream()
                .map(Condition::parse)
                .map(condition -> isOnlyWhereTold ? condition.onlyWhereTold() : condition);
    }
}
