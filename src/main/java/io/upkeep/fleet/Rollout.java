package io.upkeep.fleet;

import io.upkeep.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How work spreads over hosts: who starts together, and when no further host is started. Pure: hosts in, waves out.
 *
 * @param parallel how many hosts work at the same time
 * @param batch hosts per wave; empty for all in one
 * @param canary how many hosts go before all others, which start only if every one of these succeeded
 * @param maxErrors how many hosts may fail; one more, and no further host is started
 */
record Rollout(int parallel, Optional<Share> batch, Share canary, Share maxErrors) {

    /** Hosts of which the last has ended before the next wave starts. */
    record Wave(List<Target> hosts, boolean canary) {}

    /** What has happened so far, as far as the decision to go on needs it. */
    record Progress(int hosts, int failed, Optional<String> failedCanary) {}

    /** Without {@code maxErrors}, the first failure ends a rollout in batches; all at once, every host has its turn. */
    static Rollout of(String parallel, String batch, String canary, String maxErrors, int mostParallel) {
        Optional<Share> wave = batch.isBlank() ? Optional.empty() : Optional.of(Share.parse("batch", batch, 1));
        Share errors = wave.isPresent() ? Share.NONE : Share.ALL;
        return new Rollout(
                FleetOptions.number("parallel", parallel, mostParallel),
                wave,
                canary.isBlank() ? Share.NONE : Share.parse("canary", canary, 0),
                maxErrors.isBlank() ? errors : Share.parse("maxErrors", maxErrors, 0));
    }

    /** The hosts in waves, in the order given. */
    List<Wave> waves(List<Target> hosts) {
        List<Wave> waves = new ArrayList<>();
        int first = Math.min(canaries(hosts.size()), hosts.size());
        if (first > 0) {
            waves.add(new Wave(List.copyOf(hosts.subList(0, first)), true));
        }
        int size = batch.map(share -> Math.max(1, share.of(hosts.size()))).orElse(hosts.size());
        for (int from = first; from < hosts.size(); from += size) {
            waves.add(new Wave(List.copyOf(hosts.subList(from, Math.min(hosts.size(), from + size))), false));
        }
        return waves;
    }

    /** A share of few hosts is one host at least: who asks for a canary gets one. */
    private int canaries(int hosts) {
        return canary.amount() == 0 ? 0 : Math.max(1, canary.of(hosts));
    }

    /** Why no further host may start, or empty when one may. */
    Optional<String> stop(Progress progress) {
        if (progress.failedCanary().isPresent()) {
            return Optional.of("canary " + progress.failedCanary().get() + " did not succeed");
        }
        int allowed = maxErrors.of(progress.hosts());
        return progress.failed() <= allowed
                ? Optional.empty()
                : Optional.of(progress.failed() + " of " + progress.hosts() + " targets failed, maxErrors=" + maxErrors
                        + (maxErrors.percent() ? " allows " + allowed : ""));
    }
}
