package io.upkeep.probe.condition;

import io.upkeep.probe.condition.Operand.AnyOf;
import io.upkeep.probe.condition.Operand.Constant;
import io.upkeep.probe.condition.Operand.Glob;
import io.upkeep.probe.condition.Operand.Has;
import io.upkeep.probe.condition.Operand.Length;
import io.upkeep.probe.condition.Operand.Read;
import java.util.Set;
import java.util.TreeSet;

/** A comparison that a good answer meets, such as {@code [BODY].status == any(up, ok)}. */
public final class Condition {

    private final String text;
    private final Operand left;
    private final String operator;
    private final Operand right;
    private final boolean isOnlyWhereTold;

    Condition(String text, Operand left, String operator, Operand right) {
        this(text, left, operator, right, false);
    }

    private Condition(String text, Operand left, String operator, Operand right, boolean isOnlyWhereTold) {
        this.text = text;
        this.left = left;
        this.operator = operator;
        this.right = right;
        this.isOnlyWhereTold = isOnlyWhereTold;
    }

    /** The same, but met by an answer that does not tell what it asks for: not every host knows every figure. */
    public Condition onlyWhereTold() {
        return new Condition(text, left, operator, right, true);
    }

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException saying what is wrong, with a correct example
     */
    public static Condition parse(String text) {
        return ConditionParser.parse(text);
    }

    /** Which facts it asks for. */
    public Set<Fact> facts() {
        Set<Fact> facts = new TreeSet<>();
        collect(left, facts);
        collect(right, facts);
        return facts;
    }

    private static void collect(Operand operand, Set<Fact> facts) {
        if (operand instanceof Read read) {
            facts.add(read.fact());
        } else if (operand instanceof Length length) {
            facts.add(length.of().fact());
        } else if (operand instanceof Has has) {
            facts.add(has.of().fact());
        }
    }

    /**
     * Whether the answer meets it. What is not there meets nothing, unless it counts {@link #onlyWhereTold()}; {@code has()} asks
     * for that.
     */
    public Outcome check(Answer answer) {
        Value one = value(left, answer);
        Value other = value(right, answer);
        if (isOnlyWhereTold && !(isThere(left, one) && isThere(right, other))) {
            return new Outcome(true, text);
        }
        boolean met =
                switch (operator) {
                    case "==" -> equal(one, other, answer);
                    case "!=" -> isThere(left, one) && isThere(right, other) && !equal(one, other, answer);
                    default -> ordered(one, other);
                };
        return new Outcome(met, Shown.of(left, text, operator, right, one, other));
    }

    private boolean equal(Value one, Value other, Answer answer) {
        if (isChoice(left)) {
            return other.isThere() && fits(left, other, answer);
        }
        return one.isThere() && fits(right, one, answer);
    }

    private static boolean fits(Operand wanted, Value value, Answer answer) {
        if (wanted instanceof Glob glob) {
            return Wildcard.matches(glob.pattern(), value.text());
        }
        if (wanted instanceof AnyOf any) {
            return any.choices().stream().anyMatch(choice -> fits(choice, value, answer));
        }
        Value is = value(wanted, answer);
        return is.isThere() && value.same(is);
    }

    private boolean ordered(Value one, Value other) {
        if (one.number() == null || other.number() == null) {
            return false;
        }
        int order = Double.compare(one.number(), other.number());
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static boolean isThere(Operand operand, Value value) {
        return isChoice(operand) || value.isThere();
    }

    static boolean isChoice(Operand operand) {
        return operand instanceof Glob || operand instanceof AnyOf;
    }

    private static Value value(Operand operand, Answer answer) {
        if (operand instanceof Constant constant) {
            return constant.value();
        }
        if (operand instanceof Read read) {
            return read.value(answer);
        }
        if (operand instanceof Length length) {
            return length.value(answer);
        }
        return operand instanceof Has has ? has.value(answer) : Value.NOTHING;
    }

    @Override
    public String toString() {
        return text;
    }
}
