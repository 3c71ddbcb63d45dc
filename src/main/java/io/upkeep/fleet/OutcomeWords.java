package io.upkeep.fleet;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Outcomes in sentences for people. */
final class OutcomeWords {

    private OutcomeWords() {}

    static String failed(String work, List<HostOutcome> outcomes) {
        long unknown =
                outcomes.stream().filter(HostOutcome.Unknown.class::isInstance).count();
        long failed =
                outcomes.stream().filter(HostOutcome.Failed.class::isInstance).count();
        String head = work + ": "
                + (failed > 0 || unknown == 0 ? failed + " of " + outcomes.size() + " targets failed" : "")
                + (failed > 0 && unknown > 0 ? ", " : "")
                + (unknown > 0 ? unknown + " of " + outcomes.size() + " targets UNKNOWN" : "");
        return head + lines(outcomes.stream().filter(one -> !one.succeeded())) + waiting(outcomes);
    }

    /** One of each host; where they become one line, they can still be told apart. */
    private static String lines(Stream<HostOutcome> outcomes) {
        String lines = outcomes.filter(one -> !(one instanceof HostOutcome.NotStarted))
                .map(OutcomeWords::line)
                .collect(Collectors.joining(";\n"));
        return lines.isEmpty() ? "" : ":\n" + lines;
    }

    private static String line(HostOutcome outcome) {
        if (outcome instanceof HostOutcome.Failed failed) {
            return failed.host() + ": " + failed.what() + "; " + failed.next();
        }
        if (outcome instanceof HostOutcome.Unknown unknown) {
            return unknown.host() + ": UNKNOWN: " + unknown.what() + "; " + unknown.next();
        }
        if (outcome instanceof HostOutcome.Stopped stopped) {
            return stopped.host() + ": STOPPED: " + stopped.what();
        }
        if (outcome instanceof HostOutcome.Left left) {
            return left.host() + ": LEFT: " + left.what();
        }
        return outcome.host() + ": had ended with exit 0";
    }

    private static String waiting(List<HostOutcome> outcomes) {
        List<HostOutcome.NotStarted> waiting = outcomes.stream()
                .filter(HostOutcome.NotStarted.class::isInstance)
                .map(HostOutcome.NotStarted.class::cast)
                .toList();
        return waiting.isEmpty()
                ? ""
                : ";\nnot started, as " + waiting.get(0).why() + ": "
                        + waiting.stream().map(HostOutcome::host).collect(Collectors.joining(", "));
    }

    static String stopped(String work, StopReason reason, List<HostOutcome> outcomes) {
        return work + " was interrupted ("
                + reason.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")"
                + lines(outcomes.stream())
                + waiting(outcomes);
    }
}
