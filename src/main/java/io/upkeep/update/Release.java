package io.upkeep.update;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One release of the application, read from its directory.
 *
 * @param images per compose service the image, by digest
 * @param rollouts per {@code deployment/container} of Kubernetes the image, by digest
 * @param sha256 over all files of the directory
 */
record Release(
        String version,
        UpdateType type,
        boolean major,
        Map<String, String> images,
        Map<String, String> rollouts,
        List<Migration> migrations,
        String sha256) {

    /** These bring the hosts' packages, too. */
    private static final Set<UpdateType> WITH_PACKAGES = Set.of(UpdateType.SECURITY, UpdateType.COMPLIANCE);

    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-z0-9./_:-]{0,199}@sha256:[0-9a-f]{64}");
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern CONTAINER = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}/[a-z0-9][a-z0-9-]{0,62}");

    /** Copies; refuses images without a digest, names that are none, a bugfix that changes a database, and what brings nothing. */
    Release {
        images = checked(version, "images", images, SERVICE, "worker");
        rollouts = checked(version, "rollouts", rollouts, CONTAINER, "virtual-queue-api/api");
        migrations = List.copyOf(migrations);
        if (type == UpdateType.BUGFIX && !migrations.isEmpty()) {
            // that needs more care than a mended bug promises, whichever run would bring it
            throw new UpdateRefused(
                    "release %s is a bugfix and changes the database (%s); make it a feature, or leave the migrations out"
                            .formatted(version, migrations.get(0).name()));
        }
        if (images.isEmpty() && rollouts.isEmpty() && migrations.isEmpty() && !WITH_PACKAGES.contains(type)) {
            throw new UpdateRefused(
                    "release %s brings nothing: it has no images, rollouts or migrations; write for example images: {worker: registry.example.org/name@sha256:…} into its release.yaml"
                            .formatted(version));
        }
    }

    private static Map<String, String> checked(
            String version, String part, Map<String, String> given, Pattern name, String example) {
        given.forEach((key, image) -> {
            if (!name.matcher(key).matches() || !IMAGE.matcher(image).matches()) {
                throw new UpdateRefused(
                        "release %s: %s: '%s: %s' is not a name and an image by digest; write %s: registry.example.org/name@sha256:… (a tag may mean another image tomorrow)"
                                .formatted(version, part, key, image, example));
            }
        });
        return new LinkedHashMap<>(given);
    }

    /** A major release is for the run that asks more people and tells of an outage. */
    void requireType(UpdateType wanted) {
        if (major) {
            throw new UpdateRefused(
                    "release %s is major; only update-major brings it, once it is approved".formatted(version));
        }
        if (wanted != type) {
            throw new UpdateRefused("release %s is a %s update, not %s; start it as type=%s"
                    .formatted(version, type.word(), wanted.word(), type.word()));
        }
    }

    /** {@code worker=registry…@sha256:…}, joined by commas: what scripts take. */
    static String line(Map<String, String> images) {
        return images.entrySet().stream()
                .map(image -> image.getKey() + "=" + image.getValue())
                .collect(Collectors.joining(","));
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder(
                "release %s (%s%s), sha256 %s".formatted(version, type.word(), major ? ", major" : "", sha256));
        images.forEach((name, image) ->
                text.append("\n  image ").append(name).append(": ").append(image));
        rollouts.forEach((name, image) ->
                text.append("\n  rollout ").append(name).append(": ").append(image));
        migrations.forEach(migration -> text.append("\n  migration ").append(migration.name()));
        return text.toString();
    }
}
