package io.upkeep.backup;

import io.upkeep.run.RunJournal;
import io.upkeep.run.RunState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What was deployed last, as the journal says, for who deploys the next version: what only the last one had must go.
 * Routes see it as {@code method: {ref: deployedVersions, method: …}}.
 */
@Component("deployedVersions")
public class DeployedVersions {

    private static final Logger LOG = LoggerFactory.getLogger(DeployedVersions.class);
    private static final int RUNS = 200;

    private final RunJournal journal;
    private final ConfigurationVersions versions;

    DeployedVersions(RunJournal journal, ConfigurationVersions versions) {
        this.journal = journal;
        this.versions = versions;
    }

    /** By environment the version that the pipeline's newest good run deployed. */
    Map<String, String> newest(String pipeline) {
        Map<String, String> newest = new LinkedHashMap<>();
        journal.newest(pipeline, RUNS).stream()
                .filter(run -> run.state() == RunState.SUCCEEDED)
                .forEach(run -> newest.putIfAbsent(
                        run.parameters().get("environment"), run.parameters().get("version")));
        return newest;
    }

    /**
     * The text files of the version that the pipeline's newest good run deployed. Empty when there is none, and when nobody
     * keeps that version any more: the next one is deployed all the same.
     *
     * @param suffix of the directory in the version, behind the environment
     * @return text by path
     */
    public Map<String, String> texts(String pipeline, String environment, String suffix) {
        String version = newest(pipeline).get(environment);
        if (version == null) {
            return Map.of();
        }
        try {
            return versions.texts(versions.check(version, environment + suffix));
        } catch (BackupRefused gone) {
            LOG.warn(
                    "{}: {} was deployed to {} and cannot be read any more, so what only that version has stays there: {}",
                    pipeline,
                    EntryPath.shown(version),
                    environment,
                    gone.getMessage());
            return Map.of();
        }
    }

    /** The paths of these files. */
    public List<String> paths(String pipeline, String environment, String suffix) {
        return List.copyOf(texts(pipeline, environment, suffix).keySet());
    }
}
