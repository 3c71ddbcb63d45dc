package io.upkeep.probe.condition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one question brought: facts, and a body that is read as JSON only if a condition asks for a part of it. The body is
 * hostile: at most {@link #LONGEST_BODY} characters of it are kept, and its JSON may not nest deeply.
 */
public final class Answer {

    /** What is looked at of a body, in characters. */
    public static final int LONGEST_BODY = 64 * 1024;

    private static final int DEEPEST = 64;
    private static final ObjectMapper JSON = bounded();

    private final Map<Fact, Object> facts;
    private final String failure;
    private final boolean isDown;
    private JsonNode parsed;

    private Answer(Map<Fact, Object> facts, String failure, boolean isDown) {
        this.facts = facts;
        this.failure = failure;
        this.isDown = isDown;
    }

    /** The target answered. */
    public static Answer connected() {
        Answer answer = new Answer(new EnumMap<>(Fact.class), null, false);
        answer.facts.put(Fact.CONNECTED, true);
        return answer;
    }

    /** The target did not answer; the reason may be hostile text. */
    public static Answer failed(String failure) {
        Answer answer = new Answer(new EnumMap<>(Fact.class), failure, true);
        answer.facts.put(Fact.CONNECTED, false);
        return answer;
    }

    /** There is no answer, and that says nothing about the target; the reason may be hostile text. */
    public static Answer unknown(String why) {
        return new Answer(new EnumMap<>(Fact.class), why, false);
    }

    /** The same with a fact: a number, a text, true or false; times in milliseconds. Null is a fact that is not known. */
    public Answer with(Fact fact, Object value) {
        Map<Fact, Object> more = new EnumMap<>(facts);
        if (value instanceof String text && text.length() > LONGEST_BODY) {
            more.put(fact, text.substring(0, LONGEST_BODY));
        } else if (value != null) {
            more.put(fact, value);
        }
        return new Answer(more, failure, isDown);
    }

    /** Why there is no answer; null when there is one. */
    public String failure() {
        return failure;
    }

    /** Whether there is no answer because the target does not work. */
    public boolean isDown() {
        return isDown;
    }

    /** Null when it is not known. */
    public Object fact(Fact fact) {
        return facts.get(fact);
    }

    /** The same as a number; null when it is none. */
    public Number number(Fact fact) {
        return facts.get(fact) instanceof Number number ? number : null;
    }

    /** The body as JSON; missing when it is none. */
    JsonNode json() {
        if (parsed == null) {
            try {
                parsed = JSON.readTree(String.valueOf(facts.getOrDefault(Fact.BODY, "")));
            } catch (JsonProcessingException notJson) {
                parsed = MissingNode.getInstance();
            }
        }
        return parsed;
    }

    private static ObjectMapper bounded() {
        ObjectMapper json = JsonMapper.builder()
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        json.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxDocumentLength(LONGEST_BODY)
                        .build());
        return json;
    }
}
