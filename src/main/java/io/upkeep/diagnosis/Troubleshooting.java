package io.upkeep.diagnosis;

import io.upkeep.diagnosis.RunDecisions.Wanted;
import io.upkeep.diagnosis.TroubleshootingRequests.Candidate;
import io.upkeep.diagnosis.TroubleshootingRequests.Look;
import io.upkeep.diagnosis.TroubleshootingRequests.Overtaken;
import io.upkeep.diagnosis.TroubleshootingRequests.Proposal;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

    /**
     * Looks into what is new and of a type that {@code upkeep.troubleshooting.automatic} names, each incident and run once. What ails
     * one target is looked into once at a time: several probes of it have one cause, and its remedy is done once.
     */
    public void lookIntoNews() {
        if (settings.automatic().isEmpty()) {
            return;
        }
        Set<String> busy =
                requests.underWay().stream().map(Look::target).collect(Collectors.toCollection(HashSet::new));
        for (Candidate candidate : requests.news(clock.instant().minus(settings.lookBack()))) {
            Wanted wanted = wanted(candidate, "");
            boolean isWanted = settings.automatic().contains(wanted.type().word());
            if (isWanted && (wanted.target().isEmpty() || busy.add(wanted.target()))) {
                decisions.getObject().troubleshoot(wanted, candidate.asker(), "troubleshoot:" + candidate.asker());
            }
        }
    }

    /** Ends what nobody needs any more: proposals for incidents that are over, and incidents of runs that went well since. */
    public void tidy() {
        for (Proposal proposal : requests.outdated()) {
            decisions.getObject().withdraw(proposal.run(), "incident %s, which is over".formatted(proposal.incident()));
        }
        for (Overtaken overtaken : requests.overtaken()) {
            decisions
                    .getObject()
                    .end(
                            overtaken.incident(),
                            overtaken.later(),
                            "run %s of %s, with the same parameters, succeeded since"
                                    .formatted(overtaken.later(), overtaken.pipeline()));
        }
    }

    /**
     * Looks into an incident for a person.
     *
     * @param type null for a guess
     * @return the run's id
     * @throws IllegalArgumentException when the type is none
     * @throws DiagnosisFailed when it is none that can be looked into, or a run looks into it already
     */
    public UUID lookInto(UUID incident, String type, String details, String person) {
        Candidate candidate =
                requests.incident(incident).orElseThrow(() -> new DiagnosisFailed("there is no incident " + incident));
        LookedInto.require(candidate.key(), candidate.title());
        requests.underWay().stream()
                .filter(look -> look.incident().equals(incident.toString()))
                .findFirst()
                .ifPresent(look -> {
                    throw new DiagnosisFailed(
                            "run %1$s looks into it already and is %2$s; see upkeep runs show %1$s, or end it first: upkeep runs cancel %1$s"
                                    .formatted(look.run(), look.state()));
                });
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
                candidate.looked().map(IssueType::of).orElseGet(() -> IssueType.guess(about, rollbackFailed)),
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
