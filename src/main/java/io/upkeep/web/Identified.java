package io.upkeep.web;

import io.upkeep.text.IdBeginning;
import io.upkeep.text.Shown;
import java.util.Locale;
import java.util.UUID;

/** What has an id, and the address that lists those there are. */
enum Identified {
    RUN("/api/runs"),
    BACKUP("/api/backups"),
    INCIDENT("/api/incidents?all=true"),
    WINDOW("/api/windows"),
    FREEZE("/api/freezes"),
    FINDING("/api/findings"),
    REPORT("/api/reports"),
    REVIEW("/api/reviews?all=true"),
    DOCUMENT("/api/documents");

    private final String list;

    Identified(String list) {
        this.list = list;
    }

    /** {@code run}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code GET /api/runs lists them}. */
    String listed() {
        return "GET " + list + " lists them";
    }

    /**
     * The id that a text is.
     *
     * @throws BadValue when it is none
     */
    UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new BadValue(
                    "'%s' is not the id of a%s %s; one looks like 0b0e1d9e-6f4c-4c55-9d4b-0f7c3a3b1c2d, of which %s or more will do; %s"
                            .formatted(
                                    Shown.of(text), this == INCIDENT ? "n" : "", word(), IdBeginning.ENOUGH, listed()));
        }
    }
}
