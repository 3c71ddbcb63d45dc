package io.upkeep.text;

/** Names of pipelines as people write several at once: {@code deploy-*} stands for all that begin so, any other for itself. */
public final class NamePattern {

    private NamePattern() {}

    /** Whether the pattern means the name. */
    public static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
