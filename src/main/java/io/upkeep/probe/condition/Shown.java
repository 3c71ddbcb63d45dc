package io.upkeep.probe.condition;

/** A condition with the values that were met, for people: hostile text becomes one short printable line. */
final class Shown {

    private static final int LONGEST = 80;

    private Shown() {}

    static String of(Operand left, String text, String operator, Operand right, Value one, Value other) {
        int at = text.indexOf(" " + operator + " ");
        String first = text.substring(0, at).strip();
        String second = text.substring(at + operator.length() + 2).strip();
        return first + met(left, one) + " " + operator + " " + second + met(right, other);
    }

    private static String met(Operand operand, Value value) {
        if (operand instanceof Operand.Constant || Condition.isChoice(operand)) {
            return "";
        }
        return value.isThere() ? " (" + line(value.text()) + ")" : " (nothing)";
    }

    private static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line + (text.length() > LONGEST ? "…" : "");
    }
}
