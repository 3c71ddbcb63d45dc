package io.upkeep.notice;

import java.util.EnumSet;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The media that are configured; nothing is written down for the others, so that nothing piles up. */
@Component
class MediaInUse {

    private final Set<Medium> media = EnumSet.noneOf(Medium.class);

    MediaInUse(
            @Value("${upkeep.slack.enabled:false}") boolean slack,
            @Value("${upkeep.mail.enabled:false}") boolean mail) {
        if (slack) {
            media.add(Medium.SLACK);
        }
        if (mail) {
            media.add(Medium.EMAIL);
        }
    }

    Set<Medium> all() {
        return media;
    }
}
