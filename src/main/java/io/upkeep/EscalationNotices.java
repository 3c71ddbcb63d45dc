package io.upkeep;

import io.upkeep.approval.People;
import io.upkeep.incident.Incident;
import io.upkeep.incident.IncidentTeller;
import io.upkeep.notice.Announcement;
import io.upkeep.notice.Announcements;
import io.upkeep.notice.Announcements.Address;
import io.upkeep.notice.WebLinks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tells a stakeholder, a person, or everybody with a role, of an incident; one conversation per incident and address. */
@Component
class EscalationNotices implements IncidentTeller {

    private final Announcements announcements;
    private final People people;
    private final WebLinks links;

    EscalationNotices(Announcements announcements, People people, WebLinks links) {
        this.announcements = announcements;
        this.people = people;
        this.links = links;
    }

    @Override
    public boolean knows(String name) {
        return announcements.stakeholder(name).isPresent()
                || people.find(name).isPresent()
                || !people.withRole(name).isEmpty();
    }

    @Override
    public int tell(String name, Incident incident, String headline) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("incident", incident.id().toString());
        facts.put("open since", incident.openedAt().toString());
        if (incident.occurrences() > 1) {
            facts.put("reported", incident.occurrences() + " times, last at " + incident.lastAt());
        }
        if (incident.answeredBy() != null) {
            facts.put("taken up by", incident.answeredBy());
        }
        List<Address> addresses = addresses(name);
        announcements.tell(
                addresses,
                "incident " + incident.id(),
                new Announcement("rotating_light", incident.title(), headline, facts, null, links.start(), true));
        return addresses.size();
    }

    private List<Address> addresses(String name) {
        return announcements
                .stakeholder(name)
                .map(List::of)
                .orElseGet(() ->
                        Addresses.of(people.find(name).map(List::of).orElseGet(() -> people.withRole(name))).stream()
                                .filter(address -> !(address.slack() + address.email()).isEmpty())
                                .toList());
    }
}
