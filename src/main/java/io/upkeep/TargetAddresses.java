package io.upkeep;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts addresses of targets in place of their placeholders, for people. Nothing else of a target: neither who logs in there, nor
 * what stands behind a question mark, which may be a token.
 */
final class TargetAddresses {

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{\\{upkeep\\.targets\\.([a-z0-9-]+)\\.address(?::[^{}]*)?\\}\\}");

    private TargetAddresses() {}

    /** What names no target that there is stays as it is written. */
    static String in(String text, Inventory inventory) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(placeholder -> Matcher.quoteReplacement(inventory
                        .find(placeholder.group(1))
                        .map(Target::shownAddress)
                        .map(address -> address.replaceFirst("[?#].*", ""))
                        .orElse(placeholder.group())));
    }
}
