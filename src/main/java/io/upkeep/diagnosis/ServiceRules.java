package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Issue.Service;
import io.upkeep.diagnosis.Remedy.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Causes that lie in a service: it is not running, or runs and does not answer well. */
final class ServiceRules implements CauseRule {

    @Override
    public Stream<Cause> causes(Evidence evidence) {
        return evidence.issue().services().stream()
                .filter(service -> evidence.issue().concerns(service.name()))
                .flatMap(service -> of(evidence, service).stream());
    }

    private static Optional<Cause> of(Evidence evidence, Service service) {
        HostLook host = evidence.hosts().get(service.host());
        if (host == null || !host.wasSeen()) {
            return Optional.empty();
        }
        String state = host.units().getOrDefault(service.unit(), "unknown");
        String said = evidence.problems().stream()
                .filter(problem -> problem.target().equals(service.name()))
                .map(Object::toString)
                .collect(Collectors.joining("; "));
        if (!state.equals("active")) {
            return Optional.of(
                    stopped(evidence, service, state, last(host.journal().get(service.unit()))));
        }
        return said.isEmpty()
                ? Optional.empty()
                : Optional.of(new Cause(
                        "service-ill " + service.name(),
                        55,
                        "%s runs on %s, but does not answer well".formatted(service.unit(), service.host()),
                        said + last(host.journal().get(service.unit())),
                        restart(service).proposed()));
    }

    private static Cause stopped(Evidence evidence, Service service, String state, String journal) {
        Optional<Evidence.HeldLock> work = evidence.past().locks().stream()
                .filter(lock ->
                        lock.name().equals(service.host()) || lock.name().equals(service.name()))
                .filter(lock -> lock.run() != null
                        && !lock.run().equals(evidence.issue().run()))
                .findFirst();
        return new Cause(
                "service-stopped " + service.name(),
                90,
                "%s on %s is not running".formatted(service.unit(), service.host()),
                "it is %s%s%s"
                        .formatted(
                                state,
                                work.map(lock -> "; run %s of %s is at work there, so nothing is started"
                                                .formatted(lock.run(), lock.pipeline()))
                                        .orElse(""),
                                journal),
                work.isPresent() ? null : restart(service));
    }

    private static Remedy restart(Service service) {
        return Remedy.of(
                Kind.RESTART_SERVICE,
                service.host(),
                service.unit(),
                "start %s on %s again".formatted(service.unit(), service.host()));
    }

    private static String last(List<String> journal) {
        return journal == null || journal.isEmpty() ? "" : "; it said last: " + journal.get(journal.size() - 1);
    }
}
