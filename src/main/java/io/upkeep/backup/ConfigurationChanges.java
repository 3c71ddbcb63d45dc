package io.upkeep.backup;

import io.upkeep.text.Excerpt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** A change of the configuration on its way to production, as routes see it: {@code method: {ref: configurationChanges, …}}. */
@Component("configurationChanges")
public class ConfigurationChanges {

    /** People are asked with it as an input of a run, which holds 4,000 characters, none of them for control. */
    private static final int LONGEST = 3_800;

    private static final int LONGEST_REASON = 1_000;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t\\n]]");
    private static final String STAGING = "staging";
    private static final String PRODUCTION = "production";

    /** What belongs to a type: the pipeline that deploys it, and what its directories are called behind the environment. */
    private record Type(String pipeline, String suffix) {}

    private static final Map<String, Type> TYPES = Map.of(
            "application", new Type("deploy-configuration", ""),
            "network", new Type("deploy-network-configuration", "-network"),
            "database", new Type("deploy-database-configuration", "-database"),
            "security", new Type("deploy-security-configuration", "-security"));

    private final ConfigurationVersions versions;
    private final DeployedVersions deployed;

    ConfigurationChanges(ConfigurationVersions versions, DeployedVersions deployed) {
        this.versions = versions;
        this.deployed = deployed;
    }

    /**
     * Checks the version for both environments and says what it would change in production, in as many characters as people can be
     * asked with.
     *
     * @return version, type, commit, staged and produced: what staging and production have, by its commit, empty for none; text: reason and
     *     difference
     * @throws BackupRefused when the version cannot be deployed, or would change nothing
     */
    public Map<String, Object> request(String version, String type, String reason) {
        Type known = type(type);
        versions.check(version, STAGING + known.suffix());
        Map<String, Object> checked = versions.check(version, PRODUCTION + known.suffix());
        Map<String, DeployedVersion> now = deployed.newest(known.pipeline());
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("version", version);
        change.put("type", type);
        change.put("commit", checked.get("commit"));
        change.put("files", checked.get("files"));
        change.put("staged", wayBack(now.get(STAGING)));
        change.put("produced", wayBack(now.get(PRODUCTION)));
        String heading = "%s configuration, version %s%nreason: %s%n"
                .formatted(type, version, Excerpt.beginning(reason, LONGEST_REASON, "…"));
        String difference = difference(now.get(PRODUCTION), version, known, LONGEST - heading.length());
        change.put("text", CONTROL.matcher(heading + difference).replaceAll("\uFFFD"));
        return change;
    }

    /** A name may be moved before anybody says no. */
    private static String wayBack(DeployedVersion deployed) {
        return deployed == null ? "" : deployed.commit();
    }

    private String difference(DeployedVersion last, String version, Type type, int most) {
        if (last == null) {
            return "production has no version of it yet";
        }
        String now = deployed.words(last);
        ConfigurationDiff diff = diff(last, version, type);
        if (diff.files().isEmpty()) {
            throw new BackupRefused(
                    "version '%s' is what production has already (%s); name another".formatted(version, now));
        }
        StringBuilder text = new StringBuilder("in production now: " + now + "\n");
        List<ConfigurationVersion> changes = diff.changes();
        changes.forEach(
                change -> text.append("%s %s: %s%n".formatted(change.name(), change.author(), change.message())));
        diff.files().forEach(file -> text.append("%n%s %s%n%s%n".formatted(file.kind(), file.path(), file.text())));
        return Excerpt.beginning(
                text.toString(),
                most,
                "%n… and more; all of it: upkeep configuration diff %s %s --environment=%s"
                        .formatted(last.commit(), version, PRODUCTION + type.suffix()));
    }

    private ConfigurationDiff diff(DeployedVersion last, String version, Type type) {
        try {
            return versions.diff(last.commit(), version, PRODUCTION + type.suffix());
        } catch (BackupRefused gone) {
            throw new BackupRefused(
                    "production has version %s, which cannot be read any more, so nobody can see what '%s' changes: %s; bring it back (git fetch), or run %s without a change"
                            .formatted(deployed.words(last), version, gone.getMessage(), type.pipeline()));
        }
    }

    /**
     * Requires that the version still is what was tested and approved. In git that is so for ever, whatever its name came to mean; in a
     * plain directory anybody may write at any time, so this is asked before and after it is deployed.
     *
     * @throws BackupRefused when its files are others by now
     */
    public String requireSame(Map<String, Object> change) {
        String version = String.valueOf(change.get("version"));
        Type type = type(String.valueOf(change.get("type")));
        Map<String, Object> now = versions.check(String.valueOf(change.get("commit")), PRODUCTION + type.suffix());
        if (!now.get("files").equals(change.get("files"))) {
            throw new BackupRefused(
                    "version '%s' is not what was tested and approved any more; start a new run".formatted(version));
        }
        return "version " + version + " is what was approved";
    }

    /** What production goes back to, by its commit; empty when the change did not come to be there, or nothing was before. */
    public String productionBefore(Map<String, Object> change) {
        return isIn(PRODUCTION, change) ? String.valueOf(change.get("produced")) : "";
    }

    /** What is said where an environment goes back to nothing: whether the version is there. */
    public String keeps(Map<String, Object> change, String environment) {
        return isIn(environment, change)
                ? "%1$s had no version of its %2$s configuration to go back to; where %3$s is not to stay there, deploy another one to %1$s"
                        .formatted(environment, change.get("type"), change.get("version"))
                : "the deployment put %s back itself".formatted(environment);
    }

    private boolean isIn(String environment, Map<String, Object> change) {
        Type type = type(String.valueOf(change.get("type")));
        DeployedVersion now = deployed.newest(type.pipeline()).get(environment);
        return now != null && now.commit().equals(change.get("commit"));
    }

    private static Type type(String name) {
        Type type = TYPES.get(name);
        if (type == null) {
            throw new BackupRefused("there is no type '%s' of configuration; write one of %s"
                    .formatted(
                            EntryPath.shown(name),
                            TYPES.keySet().stream().sorted().toList()));
        }
        return type;
    }
}
