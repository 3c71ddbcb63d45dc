package io.upkeep.backup;

import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import io.upkeep.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Whether hosts still are as the version that was deployed to them, as routes ask: {@code bean: {ref: configurationDrift, method:
 * …}}. Which version that is, the journal says. What hosts print is hostile text and is kept as such.
 */
@Component("configurationDrift")
public class ConfigurationDrift {

    private static final String DEPLOYED = "deployed";
    private static final String BESIDES = "besides";
    private static final int MOST = 50;

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
        String wanted = version.equals(DEPLOYED) ? deployed(pipeline, environment) : version;
        return wanted.isEmpty() ? Map.of() : versions.check(wanted, environment);
    }

    /**
     * What the newest good runs of a pipeline deployed, to each environment.
     *
     * @param suffix of the directory in the version, behind the environment; may be empty
     * @param targets the selector of what the pipeline touches, as its route says it: {@code label:api-{environment}}
     * @return per target a checked version; those to which nothing was deployed yet are left out
     */
    public Map<String, Object> lastDeployed(String pipeline, String suffix, String targets) {
        Map<String, Object> expected = new LinkedHashMap<>();
        deployed.newest(pipeline).forEach((environment, version) -> {
            Map<String, Object> checked = versions.check(version, environment + suffix);
            inventory
                    .select(Selector.parse(targets.replace("{environment}", environment)))
                    .forEach(target -> expected.put(target.name(), checked));
        });
        return expected;
    }

    /** One text file of each version that {@link #lastDeployed} returned: what each target should have. */
    public Map<String, String> textOfEach(Map<String, Map<String, Object>> expected, String path) {
        Map<String, String> texts = new LinkedHashMap<>();
        expected.forEach((target, checked) -> texts.put(target, versions.text(checked, path)));
        return texts;
    }

    /**
     * As {@link #lastDeployed}, for files that are put in place line by line, one by one among others: the sums are those of their lines, each
     * with its end, as {@code apply-policies.sh} writes them.
     */
    public Map<String, Object> lastDeployedLines(String pipeline, String suffix, String targets) {
        Map<String, Object> expected = new LinkedHashMap<>();
        lastDeployed(pipeline, suffix, targets).forEach((target, checked) -> {
            Map<String, Object> ofLines = copy(checked);
            Map<String, String> sums = new LinkedHashMap<>();
            versions.texts(ofLines).forEach((path, text) -> sums.put(path, Sha256.of(lines(text))));
            ofLines.put("files", sums);
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

    /** The version that the newest good run of a pipeline deployed to the environment; empty when there is none. */
    public String deployed(String pipeline, String environment) {
        return deployed.newest(pipeline).getOrDefault(environment, "");
    }

    /**
     * Compares.
     *
     * @param expected what {@link #expected} returned
     * @param hosts what {@code fleet:} returned: per host its {@code sha256sum} lines as {@code stdout}
     * @return {@code version}, {@code drifted} and {@code hosts}: per host that differs its {@code files}, each in words
     */
    public Map<String, Object> compare(Map<String, Object> expected, Map<String, Map<String, Object>> hosts) {
        return drift(expected, differing(host -> expected, hosts));
    }

    /** Compares each host with what {@link #lastDeployed} expects there; one to which nothing was deployed is as it is. */
    public Map<String, Object> compareEach(
            Map<String, Map<String, Object>> expected, Map<String, Map<String, Object>> hosts) {
        return drift(versionsOf(expected), differing(host -> expected.getOrDefault(host, Map.of()), hosts));
    }

    private static Map<String, Object> differing(
            Function<String, Map<String, Object>> expected, Map<String, Map<String, Object>> hosts) {
        Map<String, Object> differing = new LinkedHashMap<>();
        hosts.forEach((host, outcome) -> {
            Map<String, Object> ofHost = expected.apply(host);
            if (ofHost.get("files") instanceof Map<?, ?> wanted) {
                Map<String, String> found = sums(String.valueOf(outcome.get("stdout")));
                if (ofHost.get(BESIDES) instanceof List<?> others) {
                    found.keySet().removeAll(others);
                }
                List<String> files = differences(wanted, found);
                if (!files.isEmpty()) {
                    differing.put(host, files);
                }
            }
        });
        return differing;
    }

    /** The same for something that was compared by others: per target and name what differs, in words. */
    public Map<String, Object> found(
            Map<String, Map<String, Object>> expected, Map<String, Map<String, Object>> differences) {
        Map<String, Object> differing = new LinkedHashMap<>();
        differences.forEach((target, found) -> {
            List<String> words = found.entrySet().stream()
                    .map(one -> EntryPath.shown(one.getKey() + " " + one.getValue()))
                    .toList();
            if (!words.isEmpty()) {
                differing.put(target, words);
            }
        });
        return drift(versionsOf(expected), differing);
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

    private static Map<String, Object> drift(Map<String, Object> expected, Map<String, Object> hosts) {
        Map<String, Object> drift = new LinkedHashMap<>();
        drift.put("version", expected.getOrDefault("version", ""));
        drift.put("environment", expected.getOrDefault("environment", ""));
        drift.put("drifted", !hosts.isEmpty());
        drift.put("hosts", hosts);
        return drift;
    }

    /** Joins what was found of each kind of configuration; versions and places are those that differ. */
    public Map<String, Object> together(
            Map<String, Object> application,
            Map<String, Object> network,
            Map<String, Object> security,
            Map<String, Object> database) {
        Map<String, List<Object>> places = new LinkedHashMap<>();
        List<String> compared = new ArrayList<>();
        for (Map<String, Object> part : List.of(application, network, security, database)) {
            if (!"".equals(part.get("version"))) {
                compared.add(String.valueOf(part.get("version")));
            }
            if (part.get("hosts") instanceof Map<?, ?> found) {
                // one host may differ in several kinds
                found.forEach((host, files) -> places.computeIfAbsent(String.valueOf(host), name -> new ArrayList<>())
                        .addAll((List<?>) files));
            }
        }
        Map<String, Object> drift = drift(Map.of(), new LinkedHashMap<>(places));
        drift.put("version", String.join(", ", compared));
        return drift;
    }

    private static Map<String, String> sums(String printed) {
        Map<String, String> sums = new LinkedHashMap<>();
        printed.lines()
                .filter(line -> line.matches("[0-9a-f]{64} [ *]\\./.+"))
                .forEach(line -> sums.put(line.substring(68), line.substring(0, 64)));
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

    /** The differences as people read them, one line per host. */
    public String words(Map<String, Object> drift) {
        if ("".equals(drift.get("version"))) {
            return "nothing was deployed yet, so nothing is compared";
        }
        StringBuilder words = new StringBuilder("compared with %s:\n".formatted(drift.get("version")));
        if (!Boolean.TRUE.equals(drift.get("drifted"))) {
            return words + "nothing differs";
        }
        if (drift.get("hosts") instanceof Map<?, ?> hosts) {
            hosts.forEach((host, files) -> words.append("%s: %s\n".formatted(host, files)));
        }
        return words + "deploy that version again, or commit what is there and deploy it";
    }
}
