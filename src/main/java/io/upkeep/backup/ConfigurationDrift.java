package io.upkeep.backup;

import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import io.upkeep.text.Sha256;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Whether hosts still are as the version that was deployed to them, as routes ask: {@code bean: {ref: configurationDrift, method:
 * …}}. Which version that is, the journal says, and what it held then: a name that means something else by now is no drift.
 * What hosts print is hostile text and is kept as such.
 */
@Component("configurationDrift")
public class ConfigurationDrift {

    private static final String DEPLOYED = "deployed";
    static final String BESIDES = "besides";
    /** Why what was deployed cannot be read any more, and what to do. */
    static final String GONE = "gone";

    private static final String BY = "deployedBy";
    private static final String TO = "deployedTo";

    private final ConfigurationVersions versions;
    private final DeployedVersions deployed;
    private final Inventory inventory;

    ConfigurationDrift(ConfigurationVersions versions, DeployedVersions deployed, Inventory inventory) {
        this.versions = versions;
        this.deployed = deployed;
        this.inventory = inventory;
    }

    /**
     * The version that hosts are compared with.
     *
     * @param pipeline that deploys
     * @param version its name, or {@code deployed}: what the newest good run has deployed
     * @return a checked version; empty when nothing was deployed yet
     */
    public Map<String, Object> expected(String pipeline, String version, String environment) {
        if (!version.equals(DEPLOYED)) {
            return versions.check(version, environment);
        }
        DeployedVersion last = deployed.newest(pipeline).get(environment);
        return last == null ? Map.of() : deployed.checked(last, environment);
    }

    /**
     * What the newest good runs of a pipeline deployed, to each environment.
     *
     * @param suffix of the directory in the version, behind the environment; may be empty
     * @param targets the selector of what the pipeline touches, as its route says it: {@code label:api-{environment}}
     * @return per target a checked version; those to which nothing was deployed yet are left out. One that nobody knows any more
     *     says so instead of its files
     */
    public Map<String, Object> lastDeployed(String pipeline, String suffix, String targets) {
        Map<String, Object> expected = new LinkedHashMap<>();
        deployed.newest(pipeline).forEach((environment, last) -> {
            Map<String, Object> checked = known(pipeline, last, environment, suffix);
            inventory
                    .select(Selector.parse(targets.replace("{environment}", environment)))
                    .forEach(target -> expected.put(target.name(), checked));
        });
        return expected;
    }

    private Map<String, Object> known(String pipeline, DeployedVersion last, String environment, String suffix) {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("version", deployed.words(last));
        known.put("environment", environment + suffix);
        known.put(BY, pipeline);
        known.put(TO, environment);
        try {
            known.putAll(deployed.checked(last, environment + suffix));
        } catch (BackupRefused | UncheckedIOException unknown) {
            known.put(GONE, gone(known, unknown));
        }
        return known;
    }

    private static String gone(Map<String, Object> known, RuntimeException why) {
        return "what was deployed there, %s of version %s, cannot be read any more (%s); fetch it into the repository again, or deploy a version that is there: upkeep run %s environment=%s version=…"
                .formatted(
                        known.get("environment"),
                        known.get("version"),
                        why.getMessage().split("; ", 2)[0],
                        known.get(BY),
                        known.get(TO));
    }

    /**
     * One text file of each version that {@link #lastDeployed} returned: what each target should have. Those that cannot be read any more
     * are left out; {@link #found} says why.
     */
    public Map<String, String> textOfEach(Map<String, Map<String, Object>> expected, String path) {
        Map<String, String> texts = new LinkedHashMap<>();
        expected.forEach((target, checked) -> {
            Text read = text(checked, path);
            if (read.gone() == null) {
                texts.put(target, read.text());
            }
        });
        return texts;
    }

    /** A file's text, or why it is gone: one of both is null. */
    private record Text(String text, String gone) {}

    private Text text(Map<String, Object> checked, String path) {
        if (checked.get(GONE) instanceof String why) {
            return new Text(null, why);
        }
        try {
            return new Text(versions.text(checked, path), null);
        } catch (BackupRefused | UncheckedIOException unreadable) {
            return new Text(null, gone(checked, unreadable));
        }
    }

    /**
     * As {@link #lastDeployed}, for files that are put in place line by line, one by one among others: the sums are those of their lines, each
     * with its end, as {@code apply-policies.sh} writes them. That needs their texts; the names alone are known without.
     */
    public Map<String, Object> lastDeployedLines(String pipeline, String suffix, String targets) {
        Map<String, Object> expected = new LinkedHashMap<>();
        lastDeployed(pipeline, suffix, targets).forEach((target, checked) -> {
            Map<String, Object> ofLines = copy(checked);
            if (!ofLines.containsKey(GONE)) {
                try {
                    ofLines.put("files", sumsOfLines(ofLines));
                } catch (BackupRefused | UncheckedIOException unreadable) {
                    ofLines.put(GONE, gone(ofLines, unreadable));
                }
            }
            expected.put(target, ofLines);
        });
        List<String> all = paths(expected).lines().toList();
        expected.replaceAll((target, ofLines) -> {
            List<String> own = paths(ofLines);
            Map<String, Object> known = copy(ofLines);
            known.put(BESIDES, all.stream().filter(path -> !own.contains(path)).toList());
            return known;
        });
        return expected;
    }

    private Map<String, String> sumsOfLines(Map<String, Object> checked) {
        Map<String, String> sums = new LinkedHashMap<>();
        versions.texts(checked).forEach((path, text) -> sums.put(path, Sha256.of(lines(text))));
        return sums;
    }

    private static byte[] lines(String text) {
        return text.lines()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The paths of the files that are expected anywhere, one on a line. */
    public String paths(Map<String, Object> expected) {
        return expected.values().stream()
                .flatMap(checked -> paths(checked).stream())
                .distinct()
                .map(path -> path + "\n")
                .collect(Collectors.joining());
    }

    private static List<String> paths(Object checked) {
        return files(copy(checked)).keySet().stream().map(String::valueOf).toList();
    }

    /**
     * What is expected of a directory, besides which other files lie in it that are compared apart.
     *
     * @param others what is expected of those on each target, from the root on
     * @param place the directory, such as {@code etc/nginx/conf.d/}
     */
    public Map<String, Object> besides(Map<String, Object> expected, Map<String, Object> others, String place) {
        Map<String, Object> all = new LinkedHashMap<>();
        expected.forEach((target, checked) -> {
            Map<String, Object> besides = copy(checked);
            besides.put(
                    BESIDES,
                    paths(others.get(target)).stream()
                            .filter(path -> path.startsWith(place))
                            .map(path -> path.substring(place.length()))
                            .toList());
            all.put(target, besides);
        });
        return all;
    }

    private static Map<String, Object> copy(Object checked) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (checked instanceof Map<?, ?> known) {
            known.forEach((key, value) -> copy.put(String.valueOf(key), value));
        }
        return copy;
    }

    private static Map<?, ?> files(Map<String, Object> expected) {
        return expected.get("files") instanceof Map<?, ?> files ? files : Map.of();
    }

    /**
     * Compares.
     *
     * @param expected what {@link #expected} returned
     * @param hosts what {@code fleet:} returned with {@code failedHosts=result}: per host its {@code sha256sum} lines as
     *     {@code stdout}, or why there are none
     * @return {@code version}, {@code drifted}, {@code hosts}: per host that differs its files, each in words, and {@code
     *     notCompared}: per host that could not be looked at why, and what to do
     */
    public Map<String, Object> compare(Map<String, Object> expected, Map<String, Map<String, Object>> hosts) {
        return DriftFound.of(expected, host -> expected, hosts);
    }

    /** Compares each host with what {@link #lastDeployed} expects there; one to which nothing was deployed is as it is. */
    public Map<String, Object> compareEach(
            Map<String, Map<String, Object>> expected, Map<String, Map<String, Object>> hosts) {
        return DriftFound.of(versionsOf(expected), host -> expected.getOrDefault(host, Map.of()), hosts);
    }

    /**
     * The same for something that was compared by others.
     *
     * @param found what {@code databaseSettings.drift} returned for the texts of {@link #textOfEach}
     * @param path of these texts
     */
    public Map<String, Object> found(
            Map<String, Map<String, Object>> expected, Map<String, Map<String, Object>> found, String path) {
        Map<String, String> gone = new LinkedHashMap<>();
        expected.forEach((target, checked) -> {
            if (!found.containsKey(target)) {
                String why = text(checked, path).gone();
                gone.put(
                        target,
                        why == null ? "it was not compared; compare again: upkeep run find-configuration-drift" : why);
            }
        });
        return DriftFound.of(versionsOf(expected), found, gone);
    }

    /** The versions of all environments as one, for words. */
    private static Map<String, Object> versionsOf(Map<String, Map<String, Object>> expected) {
        return Map.of(
                "version",
                expected.values().stream()
                        .map(checked -> checked.get("environment") + " " + checked.get("version"))
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    /** Joins what was found of each kind of configuration; versions and places are those that differ. */
    public Map<String, Object> together(
            Map<String, Object> application,
            Map<String, Object> network,
            Map<String, Object> security,
            Map<String, Object> database) {
        return DriftFound.together(List.of(application, network, security, database));
    }

    /** What was found as people read it, one line per host. */
    public String words(Map<String, Object> drift) {
        return DriftFound.words(drift);
    }

    /** Which hosts could not be compared and why, one line per host; empty when all were. */
    public String notCompared(Map<String, Object> drift) {
        return DriftFound.notCompared(drift);
    }
}
