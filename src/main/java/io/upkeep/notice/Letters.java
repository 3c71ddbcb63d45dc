package io.upkeep.notice;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Documents for people: the whole of it by mail, the gist of it in Slack, with a link. Written down in the caller's transaction. */
@Component
public class Letters {

    private final Notices notices;
    private final List<Stakeholder> stakeholders;
    private final MediaInUse media;

    Letters(Notices notices, StakeholderProperties properties, MediaInUse media) {
        this.notices = notices;
        this.stakeholders = properties.checked();
        this.media = media;
    }

    /**
     * A document.
     *
     * @param title our own words
     * @param summary our own names to values that may be hostile, in order
     * @param text the whole of it, safe to read as it is
     * @param html the same as a page, made safe by who wrote it
     * @param link to the page, our own address
     */
    public record Letter(String title, Map<String, String> summary, String text, String html, String link) {}

    /**
     * Sends it to the stakeholders who subscribed to reports of a kind, each address once in this topic.
     *
     * @return to how many addresses
     */
    public int send(String kind, String topic, Letter letter) {
        UUID conversation = Announcements.conversation(topic);
        int sent = 0;
        for (Medium medium : media.all()) {
            List<String> addresses = stakeholders.stream()
                    .filter(stakeholder -> stakeholder.reports().contains(kind))
                    .map(stakeholder -> stakeholder.address(medium))
                    .filter(address -> !address.isEmpty())
                    .distinct()
                    .filter(address -> !notices.isOpen(conversation, medium, address))
                    .toList();
            addresses.forEach(address -> notices.add(conversation, List.of(draft(letter, medium, address))));
            sent += addresses.size();
        }
        return sent;
    }

    private static Draft draft(Letter letter, Medium medium, String address) {
        if (medium == Medium.EMAIL) {
            String text = letter.text() + "\n" + letter.link() + "\n";
            return new Draft(medium, address, Act.OPEN, false, "[upkeep] " + letter.title(), text, letter.html());
        }
        StringBuilder text =
                new StringBuilder(":bar_chart: *").append(letter.title()).append('*');
        letter.summary()
                .forEach((name, value) ->
                        text.append('\n').append(name).append(": ").append(Escaped.slackCode(value)));
        text.append("\n<").append(letter.link()).append("|Read the whole report>");
        return new Draft(medium, address, Act.OPEN, false, "", text.toString(), null);
    }
}
