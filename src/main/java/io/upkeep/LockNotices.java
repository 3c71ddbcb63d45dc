package io.upkeep;

import io.upkeep.approval.People;
import io.upkeep.notice.Announcement;
import io.upkeep.notice.Announcements;
import io.upkeep.notice.WebLinks;
import io.upkeep.pipeline.LockListener;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tells who held a lock that another person gave it back: runs may be at work where they still are. */
@Component
class LockNotices implements LockListener {

    private final Announcements announcements;
    private final People people;
    private final WebLinks links;

    LockNotices(Announcements announcements, People people, WebLinks links) {
        this.announcements = announcements;
        this.people = people;
        this.links = links;
    }

    @Override
    public void released(Released lock) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("given back by", lock.by());
        facts.put("locked since", lock.since().toString());
        announcements.tell(
                Addresses.of(people.find(lock.holder().replaceFirst("^person:", "")).stream()
                        .toList()),
                "lock %s %s".formatted(lock.target(), lock.since()),
                new Announcement(
                        "unlock",
                        lock.target(),
                        "is not locked for you any more: somebody else gave your lock back",
                        facts,
                        lock.reason(),
                        links.start(),
                        true));
    }
}
