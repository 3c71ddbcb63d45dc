package io.upkeep.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The releases of the application, as routes see them: {@code method: {ref: releases, method: …}}. A checked release is a
 * map that a route keeps in the variable {@code release}: version, type, sha256, images, rollouts, text.
 */
@Component("releases")
public class Releases {

    private final ReleaseFiles files;
    private final TestedReleases tested;
    private final boolean approvalNeeded;

    Releases(
            @Value("${upkeep.releases.directory:./releases}") Path directory,
            @Value("${upkeep.releases.require-approval:true}") boolean approvalNeeded,
            TestedReleases tested) {
        this.files = new ReleaseFiles(directory);
        this.approvalNeeded = approvalNeeded;
        this.tested = tested;
    }

    /**
     * A release that may be tested: it is whole and well-formed.
     *
     * @throws UpdateRefused saying what is wrong with it
     */
    public Map<String, Object> read(String version) {
        return map(files.read(version));
    }

    /**
     * Why a release cannot be what is asked for, whatever happens until its run begins: there is none of this name, it is broken, or
     * it is of another type. Empty when it may be, or when nobody can tell now. Whether it is approved shows when the run begins:
     * people may agree to both meanwhile.
     *
     * @param type empty where any will do
     */
    Optional<String> problemWith(String version, Optional<String> type) {
        try {
            if (files.canBeListed()) {
                Release release = files.read(version);
                type.map(UpdateType::parse).ifPresent(release::requireType);
            }
            return Optional.empty();
        } catch (UpdateRefused refused) {
            return refused.getCause() instanceof IOException ? Optional.empty() : Optional.of(refused.getMessage());
        } catch (UncheckedIOException unreadable) {
            // the run's first step says so
            return Optional.empty();
        }
    }

    /**
     * A release that may go to production as an update of this type: it is approved, as it is now.
     *
     * @throws UpdateRefused saying what is missing
     */
    public Map<String, Object> check(String version, String type) {
        Release release = files.read(version);
        release.requireType(UpdateType.parse(type));
        TestedReleases.State state =
                tested.of(release.version(), release.sha256()).orElse(null);
        if (approvalNeeded && state != TestedReleases.State.APPROVED) {
            throw new UpdateRefused("release %s is not approved for production%s: upkeep run test-update version=%s"
                    .formatted(
                            version,
                            state == null ? " as it is now; test it" : ", it is " + state + "; test it again",
                            version));
        }
        return map(release);
    }

    /**
     * The newest release that is approved, or one that consists of nothing when there is none.
     *
     * @param major {@code true} for major releases only, {@code false} for all others
     */
    public Map<String, Object> newest(String major) {
        List<String> versions = files.versions();
        for (int i = versions.size() - 1; i >= 0; i--) {
            Release release = files.read(versions.get(i));
            boolean approved = !approvalNeeded
                    || tested.of(release.version(), release.sha256())
                            .filter(state -> state == TestedReleases.State.APPROVED)
                            .isPresent();
            if (release.major() == Boolean.parseBoolean(major) && approved) {
                return map(release);
            }
        }
        Map<String, Object> none = new LinkedHashMap<>();
        none.put("version", "none");
        none.put("images", "");
        none.put("rollouts", "");
        none.put("text", "no release is approved that is not there already");
        return none;
    }

    private static Map<String, Object> map(Release release) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("version", release.version());
        map.put("type", release.type().word());
        map.put("sha256", release.sha256());
        map.put("images", Release.line(release.images()));
        map.put("rollouts", Release.line(release.rollouts()));
        map.put("text", release.text());
        return map;
    }

    /** The migrations of a checked release; refuses files that are not those that were checked. */
    List<Migration> migrations(Map<String, Object> checked) {
        String version = String.valueOf(checked.get("version"));
        if (version.equals("none")) {
            return List.of();
        }
        Release release = files.read(version);
        if (!release.sha256().equals(checked.get("sha256"))) {
            throw new UpdateRefused(
                    "the files of release %s are not those that were checked; start a new run".formatted(version));
        }
        return release.migrations();
    }
}
