package io.upkeep.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What was deployed last, as the journal says, for who deploys the next version: what only the last one had must go.
 * Routes see it as {@code method: {ref: deployedVersions, method: …}}.
 */
@Component("deployedVersions")
public class DeployedVersions {

    static final String AGAIN = "again";

    private static final Logger LOG = LoggerFactory.getLogger(DeployedVersions.class);

    private final DeploymentRecords records;
    private final RunJournal journal;
    private final ConfigurationVersions versions;
    private final ObjectMapper json;

    DeployedVersions(DeploymentRecords records, RunJournal journal, ConfigurationVersions versions, ObjectMapper json) {
        this.records = records;
        this.journal = journal;
        this.versions = versions;
        this.json = json;
    }

    /** By environment what the pipeline's newest good run deployed. */
    Map<String, DeployedVersion> newest(String pipeline) {
        Map<String, DeployedVersion> deployed = new LinkedHashMap<>();
        for (UUID newest : records.newest(pipeline)) {
            journal.find(newest).ifPresent(run -> deployed.put(run.parameters().get("environment"), of(run)));
        }
        return deployed;
    }

    /**
     * What a run deployed, or was about to: the version as it had checked it. That stands in its steps' checkpoints, so it is as fenced as
     * they are, and a run that goes on from another one's steps has what those had checked.
     */
    public DeployedVersion of(Run run) {
        String version = run.parameters().get("version");
        return new DeployedVersion(
                version, records.checked(run.id()).map(this::read).orElse(Map.of()));
    }

    /** What runs deployed, or were about to, by name and commit only, without the files. */
    public Map<UUID, DeployedVersion> of(Collection<Run> runs) {
        Map<UUID, String> commits = records.commits(runs.stream().map(Run::id).toList());
        Map<UUID, DeployedVersion> deployed = new LinkedHashMap<>();
        for (Run run : runs) {
            String commit = commits.get(run.id());
            deployed.put(
                    run.id(),
                    new DeployedVersion(
                            run.parameters().get("version"), commit == null ? Map.of() : Map.of("commit", commit)));
        }
        return deployed;
    }

    private Map<String, Object> read(String checked) {
        try {
            return json.readValue(checked, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds a checked version that is not a JSON object", e);
        }
    }

    /** What was deployed, for people: with its commit where the name alone would not tell. */
    public String words(DeployedVersion deployed) {
        return versions.named(deployed.version(), deployed.commit());
    }

    /**
     * What was deployed, as a checked version, whatever its name means now: {@code version} is for people, {@code again} is what
     * to deploy to have it again.
     *
     * @param directory in the version: the environment and what stands behind it
     * @throws BackupRefused when the journal does not hold what it was and nobody keeps that version any more
     */
    Map<String, Object> checked(DeployedVersion deployed, String directory) {
        boolean isRecorded =
                deployed.isPinned() && directory.equals(deployed.checked().get("environment"));
        Map<String, Object> checked =
                new LinkedHashMap<>(isRecorded ? deployed.checked() : versions.check(deployed.commit(), directory));
        String words = words(deployed);
        checked.put("version", words);
        checked.put(AGAIN, words.equals(deployed.version()) ? words : deployed.commit());
        return checked;
    }

    /**
     * The text files that the pipeline's newest good run deployed. Empty when there is none, and when that version is gone or damaged:
     * the next one is deployed all the same.
     *
     * @param suffix of the directory in the version, behind the environment
     * @return text by path
     * @throws java.io.UncheckedIOException when the versions cannot be read just now
     */
    public Map<String, String> texts(String pipeline, String environment, String suffix) {
        return ofLast(pipeline, environment, suffix, versions::texts);
    }

    private <T> Map<String, T> ofLast(
            String pipeline, String environment, String suffix, Function<Map<String, Object>, Map<String, T>> read) {
        DeployedVersion last = newest(pipeline).get(environment);
        if (last == null) {
            return Map.of();
        }
        try {
            return read.apply(checked(last, environment + suffix));
        } catch (BackupRefused gone) {
            LOG.warn(
                    "{}: {} was deployed to {} and cannot be read any more, so what only that version has stays there: {}",
                    pipeline,
                    EntryPath.shown(words(last)),
                    environment,
                    gone.getMessage());
            return Map.of();
        }
    }

    /** The paths of these files. The journal knows those, also where nobody keeps the version any more. */
    public List<String> paths(String pipeline, String environment, String suffix) {
        return List.copyOf(ofLast(pipeline, environment, suffix, checked -> names(checked.get("files")))
                .keySet());
    }

    private static Map<String, Object> names(Object files) {
        Map<String, Object> names = new LinkedHashMap<>();
        if (files instanceof Map<?, ?> known) {
            known.forEach((path, sum) -> names.put(String.valueOf(path), sum));
        }
        return names;
    }
}
