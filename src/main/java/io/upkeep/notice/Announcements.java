package io.upkeep.notice;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Writes announcements down, in the caller's transaction. All announcements of one topic to one address are one
 * conversation, apart from that of the run they are about.
 */
@Component
public class Announcements {

    private final Notices notices;
    private final List<Stakeholder> stakeholders;
    private final MediaInUse media;

    Announcements(Notices notices, StakeholderProperties properties, MediaInUse media) {
        this.notices = notices;
        this.stakeholders = properties.checked();
        this.media = media;
    }

    /**
     * Where somebody is reached.
     *
     * @param slack a channel without {@code #}, or a member's id; empty for none
     * @param email an address; empty for none
     */
    public record Address(String slack, String email) {

        private String of(Medium medium) {
            return medium == Medium.SLACK ? slack : email;
        }
    }

    /**
     * Tells these addresses, each once.
     *
     * @param topic names the conversation, such as {@code approval} and the run's id
     */
    public void tell(Collection<Address> addresses, String topic, Announcement news) {
        UUID conversation = conversation(topic);
        for (Medium medium : media.all()) {
            Set<String> each = new LinkedHashSet<>();
            addresses.forEach(address -> each.add(address.of(medium)));
            each.remove("");
            each.forEach(address -> notices.add(
                    conversation, drafts(news, medium, address, notices.isOpen(conversation, medium, address))));
        }
    }

    /**
     * Tells who subscribed to a pipeline, each address once in this topic, however often it is asked.
     *
     * @param traits what the pipeline says of itself
     */
    void tellSubscribers(String pipeline, PipelineTraits.Traits traits, String topic, Announcement news) {
        UUID conversation = conversation(topic);
        for (Medium medium : media.all()) {
            stakeholders.stream()
                    .filter(stakeholder -> stakeholder.wants(pipeline, traits))
                    .map(stakeholder -> stakeholder.address(medium))
                    .filter(address -> !address.isEmpty())
                    .distinct()
                    .filter(address -> !notices.isOpen(conversation, medium, address))
                    .forEach(address -> notices.add(conversation, drafts(news, medium, address, false)));
        }
    }

    /** Where a stakeholder is reached; empty when there is none of this name. */
    public Optional<Address> stakeholder(String name) {
        return stakeholders.stream()
                .filter(stakeholder -> stakeholder.name().equals(name))
                .map(stakeholder -> new Address(stakeholder.slack(), stakeholder.email()))
                .findFirst();
    }

    /** Names of those who subscribed to a pipeline, as they are declared. */
    List<String> subscribers(String pipeline, PipelineTraits.Traits traits) {
        return stakeholders.stream()
                .filter(stakeholder -> stakeholder.wants(pipeline, traits))
                .map(Stakeholder::name)
                .toList();
    }

    /** Tells every stakeholder, whatever they subscribed to, and these addresses as well. */
    public void tellEveryone(Collection<Address> others, String topic, Announcement news) {
        List<Address> all = new ArrayList<>();
        stakeholders.forEach(stakeholder -> all.add(new Address(stakeholder.slack(), stakeholder.email())));
        all.addAll(others);
        tell(all, topic, news);
    }

    static UUID conversation(String topic) {
        return UUID.nameUUIDFromBytes(topic.getBytes(StandardCharsets.UTF_8));
    }

    /** Who was not told that it began is not told of what became of it, unless it is loud. */
    static List<Draft> drafts(Announcement news, Medium medium, String address, boolean isOpen) {
        if (!isOpen && !news.loud()) {
            return List.of();
        }
        if (medium == Medium.EMAIL) {
            return news.loud() ? List.of(mail(news, address, isOpen ? Act.REPLY : Act.OPEN)) : List.of();
        }
        if (!isOpen) {
            return List.of(slack(news, address, Act.OPEN));
        }
        return news.loud()
                ? List.of(slack(news, address, Act.EDIT), slack(news, address, Act.REPLY))
                : List.of(slack(news, address, Act.EDIT));
    }

    private static Draft slack(Announcement news, String channel, Act act) {
        return new Draft(Medium.SLACK, channel, act, act == Act.REPLY, "", AnnouncementWording.slack(news), null);
    }

    private static Draft mail(Announcement news, String address, Act act) {
        return new Draft(
                Medium.EMAIL,
                address,
                act,
                false,
                AnnouncementWording.subject(news),
                AnnouncementWording.text(news),
                AnnouncementWording.html(news));
    }
}
