package io.upkeep.web;

/**
 * One server-sent event.
 *
 * @param event its name: {@code run}, {@code target}, {@code windows} or {@code cluster}; null for a heartbeat, which is a comment
 * @param about id of the thing it tells about; a newer message about the same thing replaces it
 * @param json the thing as it is now, whole
 */
record LiveMessage(String event, String about, String json) {

    static final LiveMessage HEARTBEAT = new LiveMessage(null, "", "");

    boolean isHeartbeat() {
        return event == null;
    }
}
