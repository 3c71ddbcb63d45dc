package io.upkeep.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An exchange variable that scripts get as an environment variable.
 *
 * @param variable the exchange's name for it: {@code previousVersion}
 * @param exported the host's name for it: {@code PREVIOUS_VERSION}
 */
record EnvName(String variable, String exported) {

    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");

    /** What decides how a host runs any program at all; a route has no business changing it. */
    private static final Set<String> RESERVED =
            Set.of("PATH", "HOME", "SHELL", "IFS", "ENV", "BASH_ENV", "ROOT", "LC_ALL", "TMPDIR", "PWD");

    /**
     * Reads a comma list; empty text is an empty list.
     *
     * @throws IllegalArgumentException when a name cannot be exported, or two become the same
     */
    static List<EnvName> parse(String list) {
        if (list == null || list.isBlank()) {
            return List.of();
        }
        List<EnvName> names = Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(EnvName::of)
                .toList();
        long distinct = names.stream().map(EnvName::exported).distinct().count();
        if (distinct < names.size()) {
            throw new IllegalArgumentException(
                    "env '" + list + "' exports one name twice; write each variable once: version,previousVersion");
        }
        return names;
    }

    private static EnvName of(String variable) {
        if (!VARIABLE.matcher(variable).matches()) {
            throw new IllegalArgumentException(
                    "env '" + variable + "' is not a variable's name; write a comma list: version,previousVersion");
        }
        String exported = variable.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
        if (RESERVED.contains(exported) || exported.startsWith("LD_") || exported.startsWith("UPKEEP_")) {
            throw new IllegalArgumentException("env '" + variable + "' would replace the host's own " + exported
                    + "; name the variable otherwise: new" + exported.charAt(0) + "…");
        }
        return new EnvName(variable, exported);
    }
}
