package io.upkeep.setting;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Settings of the estate's databases, as routes see them: {@code method: {ref: databaseSettings, method: …}}. They are written by
 * {@code ALTER SYSTEM} and taken over by a reload, so that they outlive a restart of the server, and hosts need no login.
 */
@Component("databaseSettings")
public class DatabaseSettings {

    private final Inventory inventory;
    private final JdbcSettings jdbc = new JdbcSettings();

    DatabaseSettings(Inventory inventory) {
        this.inventory = inventory;
    }

    /**
     * Reads the settings of a version and asks the server whether it would take them; changes nothing.
     *
     * @param text lines of {@code postgresql.conf}
     * @param before the same of the version that was deployed last; null when none was
     * @param database a target of kind database
     * @return value by name; null for one that only the last version has, which is reset
     * @throws SettingsRefused naming what the server does not know, or takes over at a restart only; or whose settings they would
     *     be, too
     */
    public Map<String, String> check(String text, String before, String database) {
        Map<String, String> settings = SettingsFile.read(text);
        if (before != null) {
            SettingsFile.read(before).keySet().forEach(name -> settings.putIfAbsent(name, null));
        }
        Target asked = target(database);
        jdbc.require(asked, settings);
        requireApartFromNoticed(asked);
        return settings;
    }

    /** What is tried out where users do not notice must not be set for them at the same moment. */
    private void requireApartFromNoticed(Target asked) {
        if (asked.noticed()) {
            return;
        }
        String server = jdbc.server(asked);
        inventory.all().stream()
                .filter(other -> other.kind() == TargetKind.DATABASE && other.noticed())
                .filter(other -> jdbc.isServer(other, server))
                .findFirst()
                .ifPresent(other -> {
                    throw new SettingsRefused(
                            "%s is a database of the same server as %s, which users notice, and settings are the server's: give %s a server of its own under upkeep.targets.%s.address"
                                    .formatted(asked.name(), other.name(), asked.name(), asked.name()));
                });
    }

    /** What {@code ALTER SYSTEM} has set of these before: null for nothing, which is what they are put back to. */
    public Map<String, String> current(Map<String, String> settings, String database) {
        Map<String, String> all = jdbc.written(target(database));
        Map<String, String> current = new LinkedHashMap<>();
        settings.keySet().forEach(name -> current.put(name, all.get(name)));
        return current;
    }

    /** Writes them and has the server read them; returns what was done, for people. */
    public String apply(Map<String, String> settings, String database) {
        jdbc.write(target(database), settings);
        return lines(settings, "reset");
    }

    /**
     * Settings as lines, for people.
     *
     * @param heading what they are, such as {@code set now}
     */
    public String words(String heading, Map<String, String> settings) {
        return settings.isEmpty() ? heading + ": nothing" : heading + ":\n" + lines(settings, "not set");
    }

    private static String lines(Map<String, String> settings, String none) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + (setting.getValue() == null ? none : setting.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /**
     * Proves that the server has read them and runs with them.
     *
     * @throws SettingsRefused naming those that it does not
     */
    public String verify(Map<String, String> settings, String database) {
        jdbc.verify(target(database), settings);
        return "the server runs with all %d settings".formatted(settings.size());
    }

    /**
     * What differs from versions by now. A server that cannot be asked does not keep the others from being compared.
     *
     * @param texts per database the lines of {@code postgresql.conf} that it should have
     * @return per database {@code differing}: by name, in words; or {@code failure}, {@code what} happened and what is {@code next}
     */
    public Map<String, Map<String, Object>> drift(Map<String, String> texts) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        texts.forEach((database, text) -> found.put(database, asked(text, database)));
        return found;
    }

    private Map<String, Object> asked(String text, String database) {
        try {
            return Map.of("differing", drift(text, database));
        } catch (SettingsRefused unasked) {
            return Map.of(
                    "failure",
                    "UNKNOWN",
                    "what",
                    unasked.getMessage(),
                    "next",
                    "see that the server is up and that its login may ask");
        }
    }

    private Map<String, Object> drift(String text, String database) {
        Map<String, Object> differing = new LinkedHashMap<>();
        Map<String, String> wanted = SettingsFile.read(text);
        Map<String, String> now = current(wanted, database);
        wanted.forEach((name, value) -> {
            if (!value.equals(now.get(name))) {
                differing.put(name, now.get(name) == null ? "is not set any more" : "is " + now.get(name));
            }
        });
        return differing;
    }

    private Target target(String name) {
        return inventory
                .find(name)
                .filter(found -> found.kind() == TargetKind.DATABASE)
                .orElseThrow(() -> new SettingsRefused("target '" + name
                        + "' is not a database of the estate; declare it in application.yaml under upkeep.targets"));
    }
}
