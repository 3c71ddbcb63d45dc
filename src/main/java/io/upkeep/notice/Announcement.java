package io.upkeep.notice;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message for people that is no news of a run's own course: somebody is asked for something, or must know of it.
 *
 * @param sign an emoji's name for Slack, such as {@code raised_hand}
 * @param name of the pipeline it is about, hostile text
 * @param headline to follow the name, our own words
 * @param facts our own names to hostile values, in order
 * @param words what somebody wrote, hostile text; null for nothing
 * @param link to the page where it is dealt with, our own address
 * @param loud whether people are interrupted for it; otherwise only the message they have is rewritten
 */
public record Announcement(
        String sign, String name, String headline, Map<String, String> facts, String words, String link, boolean loud) {

    /** Copies the facts, in order. */
    public Announcement {
        facts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
