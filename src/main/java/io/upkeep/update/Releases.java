package io.upkeep.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The releases of the application, as routes see them: {@code method: {ref: releases, method: …}}. A checked release is a
 * map that a route keeps in the variable {@code release}: version, type, sha256, images, rollouts, text.
 */
@Component("releases")
public class Releases {

    /** What the version of a release says that consists of nothing. */
    private static final String NONE = "none";

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
     * A release that may go to production as an update of this type: it is approved, as it is now. People may want one that is older
     * than what is there; its text says so.
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
        Map<String, Object> checked = map(release);
        checked.put("text", release.text() + goesBack(version));
        return checked;
    }

    /** What who says yes to it has to know, where there is a newer one. */
    private String goesBack(String version) {
        return tested.inProduction()
                .filter(there -> order(version, there) < 0)
                .map(there ->
                        "%n%s is in production: this goes back to an older release. What migrations of releases after %s did to the database stays; update-system-monthly or update-major brings %s again while it is approved"
                                .formatted(there.version(), version, there.version()))
                .orElse("");
    }

    /**
     * The newest release that is approved and newer than what is in production, or one that consists of nothing when there is none.
     * One that is broken cannot be approved: it is passed over, and told.
     *
     * @param major {@code true} for major releases only, {@code false} for all others
     */
    public Map<String, Object> newest(String major) {
        StringBuilder passedOver = new StringBuilder();
        TestedReleases.Brought there = tested.inProduction().orElse(null);
        List<String> versions = files.versions();
        for (int i = versions.size() - 1; i >= 0 && order(versions.get(i), there) >= 0; i--) {
            Optional<Release> release = whole(versions.get(i), passedOver)
                    .filter(whole -> whole.major() == Boolean.parseBoolean(major)
                            && isApproved(whole)
                            && (order(whole.version(), there) > 0
                                    || !whole.sha256().equals(there.sha256())));
            if (release.isPresent()) {
                return with(passedOver, map(release.get()));
            }
        }
        Map<String, Object> none = new LinkedHashMap<>();
        none.put("version", NONE);
        none.put("images", "");
        none.put("rollouts", "");
        none.put("text", "no release is approved that is not there already");
        return with(passedOver, none);
    }

    private Optional<Release> whole(String version, StringBuilder passedOver) {
        try {
            return Optional.of(files.read(version));
        } catch (UpdateRefused broken) {
            boolean isUnreadable = broken.getCause() instanceof IOException
                    && !(broken.getCause()
                            instanceof CharacterCodingException); // half of it is there, or it is no text
            if (isUnreadable) {
                throw broken; // what cannot be read now may be the approved one
            }
            passedOver.append("\npassed over: ").append(broken.getMessage());
            return Optional.empty();
        }
    }

    private static Map<String, Object> with(StringBuilder passedOver, Map<String, Object> release) {
        release.put("text", release.get("text") + passedOver.toString());
        return release;
    }

    private boolean isApproved(Release release) {
        return !approvalNeeded
                || tested.of(release.version(), release.sha256())
                        .filter(state -> state == TestedReleases.State.APPROVED)
                        .isPresent();
    }

    /** A release older than the one that is there, below 0, would take production back, which is not what an update is asked for. */
    private static int order(String version, TestedReleases.Brought there) {
        return there == null ? 1 : ReleaseFiles.older(version, there.version());
    }

    /**
     * What tests and people said last of releases, the newest first.
     *
     * @param version only of this one; empty for all
     */
    public List<TestedRelease> tested(String version, int limit) {
        return tested.newest(Optional.of(version).filter(name -> !name.isEmpty()), limit);
    }

    /** Writes down that a run has brought a checked release to production, where there was one to bring. */
    public void brought(String run, Map<String, Object> release) {
        String version = String.valueOf(release.get("version"));
        if (!version.equals(NONE)) {
            tested.brought(
                    new TestedReleases.Brought(version, String.valueOf(release.get("sha256"))), UUID.fromString(run));
        }
    }

    /** Takes that back; says so, for people. */
    public String takenBack(String run) {
        return tested.takenBack(UUID.fromString(run))
                ? "the release is not in production any more"
                : "no release was noted as in production";
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
        if (version.equals(NONE)) {
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
