package io.upkeep.job;

import io.upkeep.text.Shown;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

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

    /** A page's address that a message can show and a person open. */
    private static final Pattern PAGE = Pattern.compile("https?://[\\x21-\\x7e]{1,1000}");

    /** What the server calls it is made fit for a message; it may be what somebody typed there. */
    Job {
        word = Shown.of(word);
    }

    /** The same job; with this address for its page where the server named none that is one. */
    Job at(String address) {
        return PAGE.matcher(url).matches() ? this : new Job(id, address, state, word);
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
