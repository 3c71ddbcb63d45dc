package io.upkeep.diagnosis;

import io.upkeep.diagnosis.RunDecisions.Wanted;
import io.upkeep.diagnosis.TroubleshootingRequests.Candidate;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Asks for runs of troubleshooting: for people, and by itself, as a route asks every few seconds. */
@Component("troubleshooting")
public class Troubleshooting {

    private final TroubleshootingRequests requests;
    private final TroubleshootingSettings settings;
    private final Inventory inventory;
    private final ObjectProvider<RunDecisions> decisions;
    private final Clock clock;

    Troubleshooting(
            TroubleshootingRequests requests,
            TroubleshootingSettings settings,
            Inventory inventory,
            ObjectProvider<RunDecisions> decisions,
            Clock clock) {
        this.requests = requests;
        this.settings = settings;
        this.inventory = inventory;
        this.decisions = decisions;
        this.clock = clock;
    }

    /** Looks into what is new and of a type that {@code upkeep.troubleshooting.automatic} names, each incident and run once. */
    public void lookIntoNews() {
        if (settings.automatic().isEmpty()) {
            return;
        }
        for (Candidate candidate : requests.news(clock.instant().minus(settings.lookBack()))) {
            Wanted wanted = wanted(candidate, "");
            if (settings.automatic().contains(wanted.type().word())) {
                decisions.getObject().troubleshoot(wanted, candidate.asker(), "troubleshoot:" + candidate.asker());
            }
        }
    }

    /**
     * Looks into an incident for a person.
     *
     * @param type null for a guess
     * @return the run's id
     * @throws IllegalArgumentException when the type is none
     */
    public UUID lookInto(UUID incident, String type, String details, String person) {
        Candidate candidate =
                requests.incident(incident).orElseThrow(() -> new DiagnosisFailed("there is no incident " + incident));
        Wanted guessed = wanted(candidate, details);
        IssueType wanted = type == null || type.isBlank() ? guessed.type() : IssueType.of(type);
        return decisions
                .getObject()
                .troubleshoot(
                        new Wanted(wanted, details, guessed.incident(), guessed.run(), guessed.target(), ""),
                        person,
                        null);
    }

    /**
     * Has an issue looked into again after what was tried; asked twice by the same run it is one.
     *
     * @param asker the run that tried
     * @param next what {@link Diagnosis#next} said
     * @return what is told of it
     */
    public String goOn(
            String asker,
            String type,
            String details,
            String incident,
            String run,
            String target,
            Map<String, String> next) {
        if (next.get("tried").isEmpty()) {
            return next.get("says");
        }
        UUID again = decisions
                .getObject()
                .troubleshoot(
                        new Wanted(IssueType.of(type), details, incident, run, target, next.get("tried")),
                        "run:" + asker,
                        "troubleshoot:after:" + asker);
        return "%s; run %s looks again, and asks for a yes where that cause is still there"
                .formatted(next.get("says"), again);
    }

    private Wanted wanted(Candidate candidate, String details) {
        String about = candidate.title() + " " + candidate.pipeline();
        boolean rollbackFailed = candidate.runState().equals("ROLLBACK_FAILED");
        return new Wanted(
                IssueType.guess(about, rollbackFailed),
                details,
                candidate.incident() == null ? "" : candidate.incident().toString(),
                candidate.run() == null ? "" : candidate.run().toString(),
                candidate.run() == null ? target(candidate.key() + " " + candidate.title()) : "",
                "");
    }

    /** The longest name of a target that is mentioned: {@code queue-api-1} rather than {@code api-1}. */
    private String target(String words) {
        return inventory.all().stream()
                .map(Target::name)
                .filter(name -> (" " + words + " ")
                        .matches("(?s).*[^\\w-]" + java.util.regex.Pattern.quote(name) + "[^\\w-].*"))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }
}
