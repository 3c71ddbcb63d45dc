package io.upkeep.probe.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One side of a comparison, as written. */
sealed interface Operand {

    /** A constant. */
    record Constant(Value value) implements Operand {}

    /** A text with {@code *} for any characters. */
    record Glob(String pattern) implements Operand {}

    /** One of several. */
    record AnyOf(List<Operand> choices) implements Operand {}

    /** A fact, or a part of the body: each element of the path is a name or an index. */
    record Read(Fact fact, List<Object> path) implements Operand {

        Value value(Answer answer) {
            return path.isEmpty() ? Value.of(answer.fact(fact)) : Value.of(node(answer));
        }

        JsonNode node(Answer answer) {
            JsonNode node = answer.json();
            for (Object part : path) {
                node = part instanceof Integer index ? node.path(index) : node.path((String) part);
            }
            return node;
        }
    }

    /** How long a text, how many elements a list or object of the body has. */
    record Length(Read of) implements Operand {

        Value value(Answer answer) {
            JsonNode node = of.fact() == Fact.BODY ? of.node(answer) : null;
            if (node != null && node.isContainerNode()) {
                return Value.of(node.size());
            }
            Value value = of.value(answer);
            return value.isThere() ? Value.of(value.text().length()) : Value.NOTHING;
        }
    }

    /** Whether it is there at all. */
    record Has(Read of) implements Operand {

        Value value(Answer answer) {
            return Value.of((Object) of.value(answer).isThere());
        }
    }
}
