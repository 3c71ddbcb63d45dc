package io.upkeep;

import io.upkeep.approval.People;
import io.upkeep.notice.Announcement;
import io.upkeep.notice.Announcements;
import io.upkeep.notice.Announcements.Address;
import io.upkeep.pipeline.LockListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Tells who held a lock that another person gave it back: runs may be at work where they still are. */
@Component
class LockNotices implements LockListener {

    private final Announcements announcements;
    private final People people;
    private final String url;

    LockNotices(
            Announcements announcements,
            People people,
            @Value("${upkeep.web.url:http://localhost:${server.port:8080}}") String url) {
        this.announcements = announcements;
        this.people = people;
        this.url = url.replaceAll("/+$", "");
    }

    @Override
    public void released(Released lock) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("given back by", lock.by());
        facts.put("locked since", lock.since().toString());
        List<Address> holder = people.find(lock.holder().replaceFirst("^person:", "")).stream()
                .map(person -> new Address(person.slack(), person.email()))
                .toList();
        announcements.tell(
                holder,
                "lock %s %s".formatted(lock.target(), lock.since()),
                new Announcement(
                        "unlock",
                        lock.target(),
                        "is not locked for you any more: somebody else gave your lock back",
                        facts,
                        lock.reason(),
                        url + "/#/",
                        true));
    }
}
