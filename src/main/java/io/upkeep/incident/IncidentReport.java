package io.upkeep.incident;

import java.util.UUID;

/**
 * What somebody or something reports; see {@link Incident}.
 *
 * @param by who reports it: {@code engine}, {@code person:ada}, {@code run:…}
 * @param text what is known of it
 * @param run null for none
 */
public record IncidentReport(String key, String kind, String title, String by, String text, UUID run) {}
