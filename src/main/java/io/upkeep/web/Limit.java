package io.upkeep.web;

import io.upkeep.text.Shown;

/** How many of a list are asked for. */
final class Limit {

    private static final int MOST = 200;

    private Limit() {}

    /** Reads {@code limit=50}. */
    static int of(String text) {
        if (text.matches("\\d{1,3}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        }
        throw new BadValue("limit '%s' is not a number from 1 to 200; write limit=50".formatted(Shown.of(text)));
    }
}
