package io.upkeep.job;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A job as its server last told.
 *
 * @param id the server's own; digits, with {@code queue/} before them while it has no number yet
 * @param url its page, for people
 * @param state in our words
 * @param word in the server's words
 */
record Job(String id, String url, State state, String word) {

    enum State {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    boolean isOver() {
        return state == State.SUCCEEDED || state == State.FAILED;
    }

    /** As a route keeps it. */
    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", id);
        map.put("url", url);
        map.put("state", state.name());
        map.put("result", word);
        return map;
    }
}
