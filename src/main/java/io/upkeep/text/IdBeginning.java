package io.upkeep.text;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The beginning of an id, or the whole one, as people write it.
 *
 * @param text in lower case, its dashes where those of an id are
 */
public record IdBeginning(String text) {

    /** Of fewer characters it would soon be that of several. */
    public static final int FEWEST = 6;

    /** The same in a sentence. */
    public static final String ENOUGH = "six characters";

    private static final String LOWEST = "00000000-0000-0000-0000-000000000000";
    private static final String HIGHEST = "ffffffff-ffff-ffff-ffff-ffffffffffff";
    private static final Pattern WRITTEN = Pattern.compile("[0-9a-f-]{" + FEWEST + "," + LOWEST.length() + "}");

    /** Nothing where it cannot be the beginning of an id, or is too short. */
    public static Optional<IdBeginning> of(String written) {
        String text = written.toLowerCase(Locale.ROOT);
        return WRITTEN.matcher(text).matches() && hasDashesInPlace(text)
                ? Optional.of(new IdBeginning(text))
                : Optional.empty();
    }

    private static boolean hasDashesInPlace(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ((text.charAt(i) == '-') != (LOWEST.charAt(i) == '-')) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is an id already. */
    public boolean isWhole() {
        return text.length() == LOWEST.length();
    }

    /** The lowest id that begins like this. */
    public UUID lowest() {
        return UUID.fromString(text + LOWEST.substring(text.length()));
    }

    /** The highest id that begins like this. */
    public UUID highest() {
        return UUID.fromString(text + HIGHEST.substring(text.length()));
    }
}
