package io.upkeep.backup;

import io.upkeep.text.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a comparison found, as values for the journal: {@code version}, {@code environment}, {@code drifted}, {@code hosts} with
 * what differs there, and {@code notCompared} with why a host could not be looked at. Of those nothing else is said: neither
 * that they differ nor that they do not.
 */
final class DriftFound {

    private static final String VERSION = "version";
    private static final String HOSTS = "hosts";
    private static final String NOT_COMPARED = "notCompared";
    /** Files that are not in half a list are not missing. */
    private static final String CUT_OFF =
            "its list of files came without its end; ask for it again: upkeep run find-configuration-drift";

    private static final int MOST = 50;
    private static final int LONGEST = 600;

    private DriftFound() {}

    /**
     * Compares files.
     *
     * @param expected per host a checked version; one without files is not compared, one that cannot be read any more is told of
     * @param outcomes what {@code fleet:} returned, failed hosts included
     */
    static Map<String, Object> of(
            Map<String, Object> version,
            Function<String, Map<String, Object>> expected,
            Map<String, Map<String, Object>> outcomes) {
        Map<String, Object> differing = new LinkedHashMap<>();
        Map<String, Object> notCompared = new LinkedHashMap<>();
        outcomes.forEach((host, outcome) -> {
            Map<String, Object> ofHost = expected.apply(host);
            if (ofHost.get(ConfigurationDrift.GONE) instanceof String gone) {
                notCompared.put(host, List.of(Shown.line(gone, LONGEST)));
            } else if (ofHost.get("files") instanceof Map<?, ?> wanted) {
                if (outcome.get("failure") != null) {
                    notCompared.put(host, List.of(why(outcome)));
                } else if (isWhole(outcome)) {
                    putUnlessEmpty(differing, host, differences(wanted, found(ofHost, outcome)));
                } else {
                    notCompared.put(host, List.of(CUT_OFF));
                }
            }
        });
        return values(version, differing, notCompared);
    }

    /**
     * The same for what others have compared.
     *
     * @param found per target {@code differing}, in words by name; or {@code failure}, {@code what} and {@code next}
     * @param gone per target why there was nothing to compare it with
     */
    static Map<String, Object> of(
            Map<String, Object> version, Map<String, Map<String, Object>> found, Map<String, String> gone) {
        Map<String, Object> differing = new LinkedHashMap<>();
        Map<String, Object> notCompared = new LinkedHashMap<>();
        found.forEach((target, outcome) -> {
            if (outcome.get("differing") instanceof Map<?, ?> words) {
                putUnlessEmpty(
                        differing,
                        target,
                        words.entrySet().stream()
                                .map(one -> EntryPath.shown(one.getKey() + " " + one.getValue()))
                                .toList());
            } else {
                notCompared.put(target, List.of(why(outcome)));
            }
        });
        gone.forEach((target, why) -> notCompared.put(target, List.of(Shown.line(why, LONGEST))));
        return values(version, differing, notCompared);
    }

    /** Joins what was found of several kinds of configuration. */
    static Map<String, Object> together(List<Map<String, Object>> parts) {
        String versions = parts.stream()
                .map(part -> String.valueOf(part.get(VERSION)))
                .filter(version -> !version.isEmpty())
                .collect(Collectors.joining(", "));
        return values(Map.of(VERSION, versions), joined(parts, HOSTS), joined(parts, NOT_COMPARED));
    }

    /** One host may differ in several kinds; why it was not reached is said once. */
    private static Map<String, Object> joined(List<Map<String, Object>> parts, String what) {
        Map<String, Set<Object>> joined = new LinkedHashMap<>();
        for (Map<String, Object> part : parts) {
            if (part.get(what) instanceof Map<?, ?> hosts) {
                hosts.forEach(
                        (host, said) -> joined.computeIfAbsent(String.valueOf(host), name -> new LinkedHashSet<>())
                                .addAll((List<?>) said));
            }
        }
        Map<String, Object> lists = new LinkedHashMap<>();
        joined.forEach((host, said) -> lists.put(host, List.copyOf(said)));
        return lists;
    }

    private static Map<String, Object> values(
            Map<String, Object> version, Map<String, Object> differing, Map<String, Object> notCompared) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(VERSION, version.getOrDefault(VERSION, ""));
        values.put("environment", version.getOrDefault("environment", ""));
        if (version.containsKey(DeployedVersions.AGAIN)) {
            values.put(DeployedVersions.AGAIN, version.get(DeployedVersions.AGAIN));
        }
        values.put("drifted", !differing.isEmpty());
        values.put(HOSTS, differing);
        values.put(NOT_COMPARED, notCompared);
        return values;
    }

    private static void putUnlessEmpty(Map<String, Object> differing, String host, List<String> words) {
        if (!words.isEmpty()) {
            differing.put(host, words);
        }
    }

    private static String why(Map<String, Object> outcome) {
        return Shown.line("%s; %s".formatted(outcome.get("what"), outcome.get("next")), LONGEST);
    }

    private static boolean isWhole(Map<String, Object> outcome) {
        return String.valueOf(outcome.get("stdout")).strip().lines().anyMatch("end"::equals);
    }

    private static Map<String, String> found(Map<String, Object> expected, Map<String, Object> outcome) {
        Map<String, String> sums = new LinkedHashMap<>();
        String.valueOf(outcome.get("stdout"))
                .lines()
                .filter(line -> line.matches("[0-9a-f]{64} [ *]\\./.+"))
                .forEach(line -> sums.put(line.substring(68), line.substring(0, 64)));
        if (expected.get(ConfigurationDrift.BESIDES) instanceof List<?> others) {
            sums.keySet().removeAll(others);
        }
        return sums;
    }

    private static List<String> differences(Map<?, ?> wanted, Map<String, String> found) {
        TreeSet<String> paths = new TreeSet<>(found.keySet());
        wanted.keySet().forEach(path -> paths.add(String.valueOf(path)));
        List<String> files = new ArrayList<>();
        for (String path : paths) {
            Object want = wanted.get(path);
            String is = found.get(path);
            if (want == null || !want.equals(is)) {
                String how = want == null ? "is not in the version" : is == null ? "is missing" : "is changed";
                files.add(EntryPath.shown(path) + " " + how);
            }
        }
        return files.size() <= MOST ? files : files.subList(0, MOST);
    }

    /** As people read it, one line per host. */
    static String words(Map<String, Object> drift) {
        if ("".equals(drift.get(VERSION))) {
            return "nothing was deployed yet, so nothing is compared";
        }
        StringBuilder words = new StringBuilder("compared with %s:\n".formatted(drift.get(VERSION)));
        boolean drifted = Boolean.TRUE.equals(drift.get("drifted"));
        if (!drifted) {
            words.append("nothing differs\n");
        }
        if (drift.get(HOSTS) instanceof Map<?, ?> hosts) {
            hosts.forEach((host, files) -> words.append("%s: %s\n".formatted(host, files)));
        }
        words.append(notCompared(drift));
        return (words + (drifted ? "deploy that version again, or commit what is there and deploy it" : "")).strip();
    }

    /** The same of those that could not be looked at; empty when there are none. */
    static String notCompared(Map<String, Object> drift) {
        StringBuilder words = new StringBuilder();
        if (drift.get(NOT_COMPARED) instanceof Map<?, ?> hosts) {
            hosts.forEach((host, why) ->
                    ((List<?>) why).forEach(one -> words.append("%s: not compared: %s\n".formatted(host, one))));
        }
        return words.toString();
    }
}
