package io.upkeep.setting;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads lines of {@code postgresql.conf}: {@code name = value}, values in single quotes or plain, comments behind {@code #}.
 * Settings that make the server execute or load what they name, or that say where its files are, are refused: a
 * configuration is no way onto the host.
 */
final class SettingsFile {

    private static final Pattern LINE = Pattern.compile(
            "([A-Za-z_][A-Za-z0-9_.]{0,62})\\s*(?:=|\\s)\\s*(?:'((?:[^']|'')*)'|([^'#\\s]+))\\s*(?:#.*)?");
    private static final Pattern NEVER = Pattern.compile(
            ".*(_command|_libraries|_library|_directory|_directories|_file|_path|_program|_role|_method)|ssl.*|krb_.*|include.*|listen_addresses|password_encryption|log_filename|row_security");
    private static final int MOST = 200;

    private SettingsFile() {}

    /**
     * Name and value of each setting, in the order of the file.
     *
     * @throws SettingsRefused with the line's number
     */
    static Map<String, String> read(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String known = line.strip();
            if (known.isEmpty() || known.startsWith("#")) {
                continue;
            }
            Matcher setting = LINE.matcher(known);
            if (!setting.matches()) {
                throw refused(number, known, "is not a setting; write work_mem = '64MB'");
            }
            String name = setting.group(1).toLowerCase(java.util.Locale.ROOT);
            if (NEVER.matcher(name).matches()) {
                throw refused(
                        number,
                        name,
                        "is not changed this way, as it names files, programs or who may log in; change it by hand");
            }
            String quoted = setting.group(2);
            if (settings.put(name, quoted == null ? setting.group(3) : quoted.replace("''", "'")) != null) {
                throw refused(number, name, "stands in the file twice; remove one");
            }
        }
        if (settings.isEmpty() || settings.size() > MOST) {
            throw new SettingsRefused(
                    "postgresql.conf of the version has %d settings; write 1 to %d, such as work_mem = '64MB'"
                            .formatted(settings.size(), MOST));
        }
        return settings;
    }

    private static SettingsRefused refused(int line, String what, String why) {
        String shown = what.replaceAll("[^ -~]", "?");
        return new SettingsRefused("postgresql.conf of the version, line %d: '%s' %s"
                .formatted(line, shown.length() <= 80 ? shown : shown.substring(0, 80) + "…", why));
    }
}
