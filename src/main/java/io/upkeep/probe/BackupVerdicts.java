package io.upkeep.probe;

import io.upkeep.text.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the newest backup is there and intact. The answer holds {@code createdAt}, {@code key}, {@code bytes} and
 * {@code sha256} of its manifest, {@code storedBytes} of its archive as the store has it, and, when it was read back,
 * {@code storedSha256}; {@code missing} says in words what is not there.
 */
final class BackupVerdicts {

    static final String AGE = "backup-age-seconds";
    private static final Limits USUAL_AGE = new Limits(seconds(Duration.ofHours(26)), seconds(Duration.ofHours(50)));

    private BackupVerdicts() {}

    static List<ProbeResult> judge(Map<String, Object> answer, Instant at, Map<String, Limits> limits) {
        if (answer.get("missing") != null) {
            return List.of(ProbeResult.of("backup-present", Verdict.critical(Shown.of(answer.get("missing")))));
        }
        List<ProbeResult> results = new ArrayList<>();
        results.add(ProbeResult.of("backup-present", present(answer)));
        results.add(age(answer, at, limits.getOrDefault(AGE, USUAL_AGE)));
        if (answer.get("storedSha256") != null) {
            results.add(ProbeResult.of("backup-intact", intact(answer)));
        }
        return results;
    }

    private static Verdict present(Map<String, Object> answer) {
        String key = Shown.of(answer.get("key"));
        if (!(answer.get("bytes") instanceof Number expected)
                || !(answer.get("storedBytes") instanceof Number stored)) {
            return Verdict.unknown("the manifest of the newest backup does not tell the size of its archive");
        }
        return expected.longValue() == stored.longValue()
                ? Verdict.ok(key + " has its " + expected + " bytes")
                : Verdict.critical(key + " has " + stored + " bytes, its manifest says " + expected);
    }

    private static ProbeResult age(Map<String, Object> answer, Instant at, Limits limits) {
        try {
            double age = seconds(Duration.between(Instant.parse(String.valueOf(answer.get("createdAt"))), at));
            return new ProbeResult(AGE, limits.judge(Math.max(0, age), "s"), Math.max(0, age), "s");
        } catch (DateTimeParseException noTime) {
            return ProbeResult.of(AGE, Verdict.unknown("the manifest does not tell when the backup was taken"));
        }
    }

    private static Verdict intact(Map<String, Object> answer) {
        String key = Shown.of(answer.get("key"));
        return answer.get("storedSha256").equals(answer.get("sha256"))
                ? Verdict.ok(key + " was read back and has the hash of its manifest")
                : Verdict.critical(
                        key + " is damaged: read back, its SHA-256 is not the one of its manifest; take a new"
                                + " backup, and do not restore from this one");
    }

    private static double seconds(Duration duration) {
        return duration.toSeconds();
    }
}
