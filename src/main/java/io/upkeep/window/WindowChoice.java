package io.upkeep.window;

import io.upkeep.text.Shown;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The windows a pipeline may start in, as its {@code window} option says: {@code weekly}, {@code weekly,emergency}, or
 * {@code none} for any time.
 *
 * @param names of declared windows; empty for any time
 */
public record WindowChoice(List<String> names) {

    /** {@code window: none}. */
    public static final WindowChoice ANY_TIME = new WindowChoice(List.of());

    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final String NONE = "none";

    /** Keeps a copy of the list. */
    public WindowChoice {
        names = List.copyOf(names);
    }

    /**
     * Reads the option; whether such windows are declared, {@link Windows#requireDeclared} says.
     *
     * @throws IllegalArgumentException when it is not a list of names
     */
    public static WindowChoice parse(String text) {
        if (text == null || text.isBlank() || text.strip().equals(NONE)) {
            return ANY_TIME;
        }
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).distinct().toList();
        for (String name : names) {
            if (name.equals(NONE) || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "window '%s' is not a list of names; write weekly, or weekly,emergency, or none for any time"
                                .formatted(Shown.of(text)));
            }
        }
        return new WindowChoice(names);
    }

    /**
     * Checks that all of them are declared.
     *
     * @param declared names of windows
     * @throws IllegalArgumentException naming the window that is not declared and those that are
     */
    public void requireAmong(Collection<String> declared) {
        for (String name : names) {
            if (!declared.contains(name)) {
                throw new IllegalArgumentException(
                        "window '%s' is not declared; there are: %s (application.yaml, upkeep.windows)"
                                .formatted(name, declared.isEmpty() ? "none" : String.join(", ", declared)));
            }
        }
    }

    /** Whether no window is needed. */
    public boolean isAnyTime() {
        return names.isEmpty();
    }

    @Override
    public String toString() {
        return isAnyTime() ? NONE : String.join(",", names);
    }
}
