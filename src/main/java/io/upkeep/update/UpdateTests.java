package io.upkeep.update;

import io.upkeep.text.Excerpt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Tests of a release before production, as routes see them: {@code method: {ref: updateTests, method: …}}. A suite is a command,
 * {@code upkeep.update-tests.<suite>.command}, whose figures must keep to {@code .limits}, or a job of a CI server, {@code .job}.
 */
@Component("updateTests")
public class UpdateTests {

    private static final int LONGEST_REPORT = 3_800;

    private final Environment settings;
    private final TestedReleases tested;

    UpdateTests(Environment settings, TestedReleases tested) {
        this.settings = settings;
        this.tested = tested;
    }

    /** The command of a suite, for {@code sh -c} on the host that tests start from. */
    public String command(String suite) {
        String command = settings.getProperty("upkeep.update-tests." + suite + ".command", "");
        if (command.isBlank()) {
            throw new UpdateRefused(
                    "there is no command for %1$s tests; set upkeep.update-tests.%1$s.command: /srv/tests/%1$s.sh, or upkeep.update-tests.%1$s.job"
                            .formatted(suite));
        }
        return command;
    }

    /** Judges what the suite's command printed on its host: {@code passed} and {@code text}. */
    public Map<String, Object> result(String suite, Map<String, Object> outcomes) {
        String printed = outcomes.values().stream()
                .findFirst()
                .map(outcome -> outcome instanceof Map<?, ?> map ? String.valueOf(map.get("stdout")) : "")
                .orElse("");
        return asMap(SuiteResult.judge(suite, printed, limits(suite)));
    }

    /**
     * Judges a suite that was a job of a CI server.
     *
     * @param failure what is said of a job that did not succeed; empty for one that did
     * @param job what the job's kamelet left in the body: its {@code url} is shown
     */
    public Map<String, Object> ofJob(String suite, String failure, Object job) {
        String page = job instanceof Map<?, ?> map ? String.valueOf(map.get("url")) : "";
        return asMap(SuiteResult.ofJob(suite, failure, page, limits(suite)));
    }

    private String limits(String suite) {
        return settings.getProperty("upkeep.update-tests." + suite + ".limits", "");
    }

    private static Map<String, Object> asMap(SuiteResult judged) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("suite", judged.suite());
        result.put("passed", judged.passed());
        result.put("text", judged.text());
        return result;
    }

    /** The report that people see with the request for their yes: a word on every suite in at most 3,800 characters. */
    public String report(
            Map<String, Object> release,
            Map<String, Object> automated,
            Map<String, Object> performance,
            Map<String, Object> security,
            Map<String, Object> integration) {
        List<Map<String, Object>> results = List.of(automated, performance, security, integration);
        String verdict = "release %s, sha256 %s: %s"
                .formatted(
                        release.get("version"),
                        release.get("sha256"),
                        results.stream().allMatch(UpdateTests::passed) ? "all tests passed" : "NOT GOOD ENOUGH");
        String whole = joined(verdict, results, Integer.MAX_VALUE);
        int share = (LONGEST_REPORT - verdict.length()) / results.size() - 1;
        return whole.length() <= LONGEST_REPORT ? whole : joined(verdict, results, share);
    }

    /** Each suite begins with its verdict, and its last lines tell why; the whole of it stands in the log of the run. */
    private static String joined(String verdict, List<Map<String, Object>> results, int most) {
        StringBuilder text = new StringBuilder(verdict);
        results.forEach(result -> text.append('\n').append(Excerpt.ends(String.valueOf(result.get("text")), most)));
        return text.toString();
    }

    /**
     * Lets a release that passed everything go on to people.
     *
     * @throws UpdateRefused with the report, when one suite did not pass
     */
    public String judge(
            String run,
            Map<String, Object> release,
            String report,
            Map<String, Object> automated,
            Map<String, Object> performance,
            Map<String, Object> security,
            Map<String, Object> integration) {
        if (!List.of(automated, performance, security, integration).stream().allMatch(UpdateTests::passed)) {
            throw new UpdateRefused("not approved for production: " + report);
        }
        say(run, release, TestedReleases.State.PASSED, report);
        return "release %s passed all tests; its report is what people are asked to approve"
                .formatted(release.get("version"));
    }

    /** Writes down that the release is rejected, by its tests or by a person. */
    public String reject(String run, Map<String, Object> release, String report, String failure) {
        // tests fail with their report; a person who wants it back gives no reason
        String why = failure == null || failure.endsWith(report) ? "" : "\n" + failure;
        say(run, release, TestedReleases.State.REJECTED, report + why);
        return "release %s is rejected".formatted(release.get("version"));
    }

    /**
     * Writes down that people agreed.
     *
     * @throws UpdateRefused unless these very files passed the tests
     */
    public String approve(String run, String version, String sha256, String report) {
        TestedReleases.State state = tested.of(version, sha256).orElse(null);
        if (state == TestedReleases.State.REJECTED || state == null) {
            throw new UpdateRefused(
                    "release %s with these files did not pass the tests; upkeep run test-update version=%s"
                            .formatted(version, version));
        }
        tested.say(version, sha256, TestedReleases.State.APPROVED, report, UUID.fromString(run));
        return "release %s may go to production".formatted(version);
    }

    private void say(String run, Map<String, Object> release, TestedReleases.State state, String report) {
        tested.say(
                String.valueOf(release.get("version")),
                String.valueOf(release.get("sha256")),
                state,
                report,
                UUID.fromString(run));
    }

    private static boolean passed(Map<String, Object> result) {
        return Boolean.TRUE.equals(result.get("passed"));
    }
}
