package io.upkeep.sandbox;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A channel of the Slack stand-in with its messages, oldest first. */
final class SlackChannel {

    private final String id;
    private final String name;
    private final Map<String, SlackMessage> messages = Collections.synchronizedMap(new TreeMap<>());

    SlackChannel(String id, String name) {
        this.id = id;
        this.name = name;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    /** Slack takes the id, the name, and the name with a hash. */
    boolean isCalled(String wanted) {
        return wanted.equals(id) || wanted.equals(name) || wanted.equals("#" + name);
    }

    void put(SlackMessage message) {
        messages.put(message.ts(), message);
    }

    Optional<SlackMessage> find(String ts) {
        return Optional.ofNullable(messages.get(ts));
    }

    List<SlackMessage> messages() {
        synchronized (messages) {
            return List.copyOf(messages.values());
        }
    }

    List<SlackMessage> thread(String ts) {
        return messages().stream()
                .filter(message -> message.thread().equals(ts))
                .toList();
    }

    void clear() {
        messages.clear();
    }
}
