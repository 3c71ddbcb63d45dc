package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Evidence.FailedRun;
import io.upkeep.diagnosis.Remedy.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Causes that lie in the package manager: somebody else has it, it was cut off, or it says why a run failed. */
final class PackageRules implements CauseRule {

    private static final Pattern WAS_LOCKED = Pattern.compile(
            "(?i)could not get lock|unable to (acquire the dpkg|lock directory)|frontend lock (was|is) locked");
    private static final Pattern FAILED_PACKAGE =
            Pattern.compile("error processing package ([a-z0-9][a-z0-9.+:-]{0,99})");
    private static final Pattern FAILED = Pattern.compile("dpkg returned an error code|" + FAILED_PACKAGE.pattern());

    @Override
    public Stream<Cause> causes(Evidence evidence) {
        return Stream.concat(
                evidence.hosts().entrySet().stream()
                        .filter(host -> evidence.issue().concerns(host.getKey()))
                        .flatMap(host -> of(evidence, host.getKey(), host.getValue())),
                evidence.past().run() == null
                        ? Stream.empty()
                        : told(evidence, evidence.past().run()));
    }

    private static Stream<Cause> of(Evidence evidence, String host, HostLook look) {
        if (!look.packageLocks().isEmpty()) {
            return Stream.of(locked(evidence, host, look));
        }
        if (look.brokenPackages().isEmpty()) {
            return Stream.empty();
        }
        return Stream.of(new Cause(
                "packages " + host,
                fits(evidence) ? 88 : 60,
                "packages of %s are half installed".formatted(host),
                String.join("; ", look.brokenPackages()),
                Remedy.of(Kind.REPAIR_PACKAGES, host, "packages", "let dpkg finish on %s what it began".formatted(host))
                        .proposed()));
    }

    /** Packages that are half installed are no cause while somebody installs them, and nothing could be done about them. */
    private static Cause locked(Evidence evidence, String host, HostLook look) {
        String work = evidence.past().locks().stream()
                .filter(lock -> lock.name().equals(host) && lock.run() != null)
                .filter(lock -> !lock.run().equals(evidence.issue().run()))
                .findFirst()
                .map(lock -> "; run %s of %s is at work there".formatted(lock.run(), lock.pipeline()))
                .orElse("");
        return new Cause(
                "packages-locked " + host,
                fits(evidence) ? 89 : 35,
                "another program holds the lock of apt and dpkg on " + host,
                "%s has it%s; let it end, then ask for the update again; where it does not end, look at it on the host: ps -ef"
                        .formatted(String.join(", ", look.packageLocks()), work),
                null);
    }

    /** What apt and dpkg told the run: what is over by now is seen nowhere else. */
    private static Stream<Cause> told(Evidence evidence, FailedRun run) {
        boolean isHeld = evidence.hosts().entrySet().stream()
                .anyMatch(host -> evidence.issue().concerns(host.getKey())
                        && !host.getValue().packageLocks().isEmpty());
        if (WAS_LOCKED.matcher(run.failure()).find()) {
            return isHeld
                    ? Stream.empty()
                    : Stream.of(new Cause(
                            Cause.TOLD + "locked " + run.id(),
                            70,
                            "another program held the lock of apt and dpkg when step %s of %s failed"
                                    .formatted(run.failedStep(), run.pipeline()),
                            "nobody holds it now: ask for the update again; " + Bounded.line(run.failure(), 300),
                            null));
        }
        Matcher failed = FAILED.matcher(run.failure());
        return failed.find()
                ? Stream.of(new Cause(
                        Cause.TOLD + "dpkg " + run.id(),
                        70,
                        "%s could not be installed by step %s of %s"
                                .formatted(named(run.failure()), run.failedStep(), run.pipeline()),
                        "dpkg said so; hold it back until there is a better one (apt-mark hold NAME), or see why on the host: "
                                + Bounded.line(run.failure(), 300),
                        null))
                : Stream.empty();
    }

    private static String named(String failure) {
        Matcher named = FAILED_PACKAGE.matcher(failure);
        return named.find() ? "package " + named.group(1) : "a package";
    }

    private static boolean fits(Evidence evidence) {
        return evidence.issue().type() == IssueType.UPDATE_FAILURE
                || evidence.issue().type() == IssueType.ROLLBACK_ISSUE;
    }
}
