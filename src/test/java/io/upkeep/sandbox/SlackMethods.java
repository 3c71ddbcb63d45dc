package io.upkeep.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The methods of Slack's Web API that Upkeep calls, with the errors Slack documents for them
 * (docs.slack.dev/reference/methods).
 */
final class SlackMethods {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final int LONGEST_TEXT = 40_000;
    private static final int LONGEST_BLOCK_TEXT = 3_000;
    private static final int MOST_BLOCKS = 50;
    private static final long MICROS = 1_000_000;

    private final List<SlackChannel> channels;
    private final AtomicLong clock = new AtomicLong();

    SlackMethods(List<SlackChannel> channels) {
        this.channels = channels;
    }

    /** An answer {@code ok:false}. */
    static final class Refused extends RuntimeException {
        Refused(String error) {
            super(error);
        }
    }

    ObjectNode call(String method, Map<String, String> arguments) {
        return switch (method) {
            case "auth.test" ->
                JSON.createObjectNode()
                        .put("url", "https://sandbox.slack.com/")
                        .put("team", "Sandbox")
                        .put("user", "upkeep")
                        .put("team_id", "T0SANDBOX")
                        .put("user_id", "U0UPKEEP")
                        .put("bot_id", "B0UPKEEP");
            case "chat.postMessage" -> post(arguments);
            case "chat.update" -> update(arguments);
            case "conversations.list" -> list();
            case "conversations.info" -> JSON.createObjectNode().set("channel", describe(channel(arguments)));
            case "conversations.history" -> history(channel(arguments));
            case "conversations.replies" -> replies(channel(arguments), arguments.getOrDefault("ts", ""));
            default -> throw new Refused("unknown_method");
        };
    }

    private ObjectNode post(Map<String, String> arguments) {
        SlackChannel channel = channel(arguments);
        String thread = arguments.getOrDefault("thread_ts", "");
        if (!thread.isEmpty()) {
            SlackMessage parent = channel.find(thread).orElseThrow(() -> new Refused("thread_not_found"));
            if (!parent.thread().isEmpty()) {
                throw new Refused("thread_not_found");
            }
        }
        SlackMessage message = new SlackMessage(
                nextTs(),
                thread,
                text(arguments),
                arguments.getOrDefault("blocks", ""),
                Boolean.parseBoolean(arguments.get("reply_broadcast")),
                0);
        channel.put(message);
        return answer(channel, message);
    }

    private ObjectNode update(Map<String, String> arguments) {
        SlackChannel channel = channels.stream()
                .filter(known -> known.id().equals(arguments.get("channel")))
                .findFirst()
                .orElseThrow(() -> new Refused("channel_not_found"));
        SlackMessage edited = channel.find(arguments.getOrDefault("ts", ""))
                .orElseThrow(() -> new Refused("message_not_found"))
                .edited(text(arguments), arguments.getOrDefault("blocks", ""));
        channel.put(edited);
        return answer(channel, edited).put("text", edited.text());
    }

    private static ObjectNode answer(SlackChannel channel, SlackMessage message) {
        ObjectNode answer = JSON.createObjectNode().put("channel", channel.id()).put("ts", message.ts());
        answer.set("message", describe(message));
        return answer;
    }

    private static String text(Map<String, String> arguments) {
        String text = arguments.getOrDefault("text", "");
        String blocks = arguments.getOrDefault("blocks", "");
        if (text.isBlank()
                && blocks.isEmpty()
                && arguments.getOrDefault("attachments", "").isEmpty()) {
            throw new Refused("no_text");
        }
        if (text.length() > LONGEST_TEXT) {
            throw new Refused("msg_too_long");
        }
        if (!blocks.isEmpty()) {
            checkBlocks(blocks);
        }
        return text;
    }

    private static void checkBlocks(String json) {
        try {
            JsonNode blocks = JSON.readTree(json);
            boolean valid = blocks.isArray() && blocks.size() <= MOST_BLOCKS;
            for (JsonNode block : blocks) {
                valid &= block.path("type").isTextual();
                valid &= block.path("text").path("text").asText().length() <= LONGEST_BLOCK_TEXT;
            }
            if (!valid) {
                throw new Refused("invalid_blocks");
            }
        } catch (JsonProcessingException failure) {
            throw new Refused("invalid_blocks_format");
        }
    }

    private SlackChannel channel(Map<String, String> arguments) {
        String wanted = arguments.getOrDefault("channel", "");
        return channels.stream()
                .filter(channel -> channel.isCalled(wanted))
                .findFirst()
                .orElseThrow(() -> new Refused("channel_not_found"));
    }

    private ObjectNode list() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode all = answer.putArray("channels");
        channels.forEach(channel -> all.add(describe(channel)));
        return answer;
    }

    private static ObjectNode history(SlackChannel channel) {
        ObjectNode answer = JSON.createObjectNode().put("has_more", false);
        ArrayNode all = answer.putArray("messages");
        channel.messages().stream()
                .filter(message -> message.thread().isEmpty() || message.broadcast())
                .forEach(message -> all.insert(0, describe(message)));
        return answer;
    }

    private static ObjectNode replies(SlackChannel channel, String ts) {
        SlackMessage parent = channel.find(ts).orElseThrow(() -> new Refused("thread_not_found"));
        ObjectNode answer = JSON.createObjectNode().put("has_more", false);
        ArrayNode all = answer.putArray("messages").add(describe(parent));
        channel.thread(ts).forEach(reply -> all.add(describe(reply)));
        return answer;
    }

    private static ObjectNode describe(SlackChannel channel) {
        return JSON.createObjectNode()
                .put("id", channel.id())
                .put("name", channel.name())
                .put("is_channel", true)
                .put("is_member", true);
    }

    private static ObjectNode describe(SlackMessage message) {
        ObjectNode node = JSON.createObjectNode()
                .put("type", "message")
                .put("user", "U0UPKEEP")
                .put("bot_id", "B0UPKEEP")
                .put("text", message.text())
                .put("ts", message.ts());
        if (!message.thread().isEmpty()) {
            node.put("thread_ts", message.thread());
        }
        if (message.edits() > 0) {
            node.putObject("edited").put("user", "U0UPKEEP").put("ts", message.ts());
        }
        return node;
    }

    private String nextTs() {
        long now = System.currentTimeMillis() * 1000;
        long unique = clock.updateAndGet(before -> Math.max(before + 1, now));
        return "%d.%06d".formatted(unique / MICROS, unique % MICROS);
    }
}
