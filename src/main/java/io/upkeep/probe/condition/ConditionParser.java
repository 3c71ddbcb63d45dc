package io.upkeep.probe.condition;

import io.upkeep.probe.condition.Operand.AnyOf;
import io.upkeep.probe.condition.Operand.Constant;
import io.upkeep.probe.condition.Operand.Glob;
import io.upkeep.probe.condition.Operand.Has;
import io.upkeep.probe.condition.Operand.Length;
import io.upkeep.probe.condition.Operand.Read;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code left operator right}. Conditions are configuration, never message data. */
final class ConditionParser {

    private static final int LONGEST = 500;
    private static final Pattern COMPARISON = Pattern.compile("(.+?)\\s+(==|!=|<=|>=|<|>)\\s+(.+)");
    private static final Pattern FACT = Pattern.compile("\\[([A-Z_]+)](.*)");
    private static final Pattern CALL = Pattern.compile("([a-z]+)\\((.*)\\)");
    private static final Pattern PART = Pattern.compile("\\.([^.\\[\\]()\\s]{1,80})|\\[(\\d{1,6})]");

    private final String text;

    private ConditionParser(String text) {
        this.text = text;
    }

    static Condition parse(String text) {
        return new ConditionParser(text == null ? "" : text.strip()).read();
    }

    private Condition read() {
        Matcher comparison = COMPARISON.matcher(text);
        if (text.length() > LONGEST || !comparison.matches()) {
            throw wrong("compares nothing", "[STATUS] == 200, with a space on either side of == != < <= > or >=");
        }
        Operand left = operand(comparison.group(1));
        String operator = comparison.group(2);
        Operand right = operand(comparison.group(3));
        boolean choices = Condition.isChoice(left) || Condition.isChoice(right);
        if (choices && !operator.equals("==") && !operator.equals("!=")) {
            throw wrong("orders by pat() or any()", "[BODY].status == any(up, ok)");
        }
        Condition condition =
                new Condition(comparison.group(1) + " " + operator + " " + comparison.group(3), left, operator, right);
        if (condition.facts().isEmpty()) {
            throw wrong("asks for nothing of the answer", "[STATUS] == 200; there are " + Fact.all());
        }
        return condition;
    }

    private Operand operand(String word) {
        if (word.startsWith("[")) {
            return fact(word);
        }
        Matcher call = CALL.matcher(word);
        return call.matches() ? call(call.group(1), call.group(2).strip()) : new Constant(Value.constant(plain(word)));
    }

    private Operand call(String function, String argument) {
        return switch (function) {
            case "len" -> new Length(fact(argument));
            case "has" -> new Has(fact(argument));
            case "pat" -> new Glob(plain(argument));
            case "any" ->
                new AnyOf(Arrays.stream(argument.split(",", -1))
                        .map(choice -> operand(choice.strip()))
                        .toList());
            default -> throw wrong("calls '" + function + "', which is not known", "len(), has(), pat() or any()");
        };
    }

    private Read fact(String word) {
        Matcher matcher = FACT.matcher(word);
        if (!matcher.matches()) {
            throw wrong("'" + word + "' is no fact of an answer", "one of " + Fact.all());
        }
        Fact fact = Fact.of(matcher.group(1))
                .orElseThrow(() -> wrong("there is no [" + matcher.group(1) + "]", "one of " + Fact.all()));
        List<Object> path = path(matcher.group(2));
        if (!path.isEmpty() && fact != Fact.BODY) {
            throw wrong(fact.written() + " has no parts", "[BODY].status");
        }
        return new Read(fact, path);
    }

    private List<Object> path(String rest) {
        List<Object> path = new ArrayList<>();
        Matcher part = PART.matcher(rest);
        int end = 0;
        while (part.find() && part.start() == end) {
            path.add(part.group(1) == null ? (Object) Integer.valueOf(part.group(2)) : part.group(1));
            end = part.end();
        }
        if (end != rest.length()) {
            throw wrong("'" + rest + "' is no path into JSON", "[BODY].checks[0].status");
        }
        return path;
    }

    private static String plain(String word) {
        boolean quoted = word.length() >= 2
                && (word.charAt(0) == '"' || word.charAt(0) == '\'')
                && word.charAt(0) == word.charAt(word.length() - 1);
        return quoted ? word.substring(1, word.length() - 1) : word;
    }

    private IllegalArgumentException wrong(String what, String example) {
        return new IllegalArgumentException("condition '%s' %s; write %s".formatted(text, what, example));
    }
}
