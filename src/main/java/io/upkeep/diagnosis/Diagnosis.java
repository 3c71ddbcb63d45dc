package io.upkeep.diagnosis;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Troubleshooting as routes see it: {@code method: {ref: diagnosis, method: …}}. */
@Component("diagnosis")
public class Diagnosis {

    private final Evidences evidences;
    private final Issues issues;
    private final Inventory inventory;
    private final ObjectMapper json;
    private final Clock clock;

    Diagnosis(Evidences evidences, Issues issues, Inventory inventory, ObjectMapper json, Clock clock) {
        this.evidences = evidences;
        this.issues = issues;
        this.inventory = inventory;
        this.json = json;
        this.clock = clock;
    }

    /**
     * What is to be looked into.
     *
     * @param run the id of the run it is about; empty for none
     * @param target what it is about; empty for the whole estate
     * @param incident the id of the incident that it belongs to; empty for none
     * @throws DiagnosisFailed when there is no such target, run or incident, or the incident is none that can be looked into
     */
    public Map<String, Object> issue(String type, String run, String target, String incident) {
        return json.convertValue(
                issues.of(type, run, target, incident, clock.instant()),
                json.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class));
    }

    /** One unresolved incident for each of these. */
    public String key(Map<String, Object> issue) {
        Issue about = read(issue);
        String what = about.run() != null ? about.run().toString() : about.target();
        return "troubleshooting:" + about.type().word() + (what.isEmpty() ? "" : ":" + what);
    }

    /** The incident's title. */
    public String title(Map<String, Object> issue) {
        Issue about = read(issue);
        String what = about.run() != null ? "run " + about.run() : about.target();
        return about.type().words() + (what.isEmpty() ? "" : " of " + what);
    }

    /** The hosts to look at, joined by commas. */
    public String hosts(Map<String, Object> issue) {
        Issue about = read(issue);
        List<String> all = inventory.all().stream()
                .filter(target -> target.kind() == TargetKind.HOST)
                .map(Target::name)
                .toList();
        List<String> meant = all.stream().filter(about::concerns).toList();
        // a database or a cache has no host that is known: any may be what ails it
        return String.join(",", meant.isEmpty() ? all : meant);
    }

    /** The units to ask every host for, joined by commas. */
    public String units(Map<String, Object> issue) {
        return read(issue).services().stream()
                .map(Issue.Service::unit)
                .distinct()
                .collect(Collectors.joining(","));
    }

    /**
     * Ranks the causes and says what is to be done.
     *
     * @param tried ids of remedies that are not done again, with spaces between them; null or empty for none
     * @return {@code causes} in words, {@code keys} of those that are remedied, {@code remedies}, {@code evidence} in words,
     *     {@code gone}: what says that the problem went away by itself, or empty
     */
    public Map<String, Object> analyse(String run, int round, Map<String, Object> issue, String tried) {
        Evidence evidence = evidences.of(run, round, read(issue));
        Causes causes = Causes.of(evidence, Attempts.ids(tried));
        List<Cause> chosen = causes.chosen();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("evidence", EvidenceWords.of(evidence));
        result.put("causes", causes.ranked().stream().map(Cause::toString).toList());
        result.put("keys", chosen.stream().map(Cause::key).toList());
        result.put(
                "remedies",
                chosen.stream()
                        .map(Cause::remedy)
                        .map(remedy -> remedy.toMap(!causes.isAsked(remedy)))
                        .toList());
        result.put("tried", List.copyOf(causes.tried()));
        result.put("gone", chosen.isEmpty() ? ByItself.gone(evidence, causes) : "");
        return result;
    }

    /**
     * Says what is going to be done.
     *
     * @throws DiagnosisFailed when something is wrong and nothing is known to be done about it
     */
    public String remedies(Map<String, Object> analysis) {
        List<?> remedies = (List<?>) analysis.get("remedies");
        if (!remedies.isEmpty()) {
            return remedies.stream()
                    .map(remedy -> (Map<?, ?>) remedy)
                    .map(remedy -> (Boolean.TRUE.equals(remedy.get("automatic")) ? "does: " : "proposes: ")
                            + remedy.get("says"))
                    .collect(Collectors.joining("\n"));
        }
        if (!gone(analysis).isEmpty()) {
            return "nothing: the problem is gone already; " + gone(analysis);
        }
        List<?> causes = (List<?>) analysis.get("causes");
        if (!causes.isEmpty()
                && !strings(analysis.getOrDefault("tried", List.of())).isEmpty()) {
            throw new DiagnosisFailed(
                    "nothing is known to be done that was not tried; the likeliest cause is: " + causes.get(0));
        }
        throw new DiagnosisFailed(
                causes.isEmpty()
                        ? "no cause was found: nothing that is known to go wrong is wrong now, nor was it seen to be; look at it with upkeep incidents show and upkeep targets"
                        : "nothing is known to be done about the likeliest cause: " + causes.get(0));
    }

    /**
     * Says that the problem is gone.
     *
     * @param before what {@link #analyse} found before the remedies
     * @throws DiagnosisFailed naming what is still wrong
     */
    public String verify(String run, Map<String, Object> issue, Map<String, Object> before) {
        Evidence evidence = evidences.of(run, 2, read(issue));
        Causes causes = Causes.of(evidence);
        // a problem that went away by itself may be back with a cause that was not seen before
        List<String> keys = gone(before).isEmpty() ? strings(before.get("keys")) : causes.likely();
        List<String> left = Verification.left(evidence, causes, keys);
        if (!left.isEmpty()) {
            throw new DiagnosisFailed("the problem is not gone: " + String.join("; ", left));
        }
        return gone(before).isEmpty()
                ? "the problem is gone: nothing that belongs to it is critical, and its cause is not found any more"
                : "the problem was gone before anything was done, and nothing was changed: " + gone(before);
    }

    /**
     * What comes after remedies that failed or did not help.
     *
     * @param analysis what {@link #analyse} found; null when the run did not come so far
     * @param tried what earlier runs tried; null or empty for nothing
     * @return {@code says}, empty when nothing was tried; {@code tried} for the run that goes on, empty when none is to
     */
    public Map<String, String> next(
            String run,
            Map<String, Object> issue,
            Map<String, Object> analysis,
            String tried,
            String failedStep,
            String failure) {
        List<Map<?, ?>> remedies = analysis == null
                ? List.of()
                : ((List<?>) analysis.get("remedies"))
                        .stream().<Map<?, ?>>map(remedy -> (Map<?, ?>) remedy).toList();
        Attempts attempts = Attempts.of(remedies, tried, failedStep, failure);
        if (attempts.now().isEmpty()) {
            return Map.of("says", "", "tried", "");
        }
        // after the remedies everything was looked at again, unless one of them failed
        Evidence evidence = evidences.of(run, attempts.isDone() ? 2 : 1, read(issue));
        List<Cause> chosen = Causes.of(evidence, attempts.all()).chosen();
        boolean goesOn = attempts.mayGoOn() && !chosen.isEmpty();
        return Map.of(
                "says",
                attempts.words() + "; " + (goesOn ? proposal(chosen.get(0)) : attempts.end()),
                "tried",
                goesOn ? String.join(" ", attempts.all()) : "");
    }

    /** Whether the remedy with this place in order was done to its end, by the steps that were finished. */
    public boolean isDone(List<String> completed, int index) {
        return Attempts.isDone(completed, index);
    }

    private static String proposal(Cause next) {
        return "proposed now: %s, because %s".formatted(next.remedy().says(), next);
    }

    private static String gone(Map<String, Object> analysis) {
        return String.valueOf(analysis.getOrDefault("gone", ""));
    }

    /** A list of causes as lines. */
    public String words(List<String> causes) {
        return causes.isEmpty() ? "no cause was found" : String.join("\n", causes);
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    private Issue read(Map<String, Object> issue) {
        return json.convertValue(issue, Issue.class);
    }
}
