package io.upkeep.update;

import io.upkeep.text.Shown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The parts of a {@code release.yaml}. One that is not known or not well-formed is refused: the release would come without it. */
final class ReleaseText {

    private static final List<String> PARTS = List.of("type", "major", "images", "rollouts");

    private final String version;
    private final Map<?, ?> parts;

    /** @throws UpdateRefused naming what is not YAML, or no part of a release */
    ReleaseText(String version, String text) {
        this.version = version;
        this.parts = parts(text);
        parts.keySet().stream()
                .map(String::valueOf)
                .filter(part -> !PARTS.contains(part))
                .findFirst()
                .ifPresent(part -> {
                    throw refused("'%s' is not a part of a release; there are %s, such as images: {worker: …}"
                            .formatted(Shown.of(part), String.join(", ", PARTS)));
                });
    }

    private Map<?, ?> parts(String text) {
        try {
            if (new Yaml(new SafeConstructor(new LoaderOptions())).load(text) instanceof Map<?, ?> read) {
                return read;
            }
        } catch (YAMLException e) {
            throw new UpdateRefused("release %s: release.yaml is not YAML: %s".formatted(version, e.getMessage()), e);
        }
        throw new UpdateRefused(
                "release %s: release.yaml is empty; write type: feature and images:".formatted(version));
    }

    UpdateType type() {
        try {
            return UpdateType.parse(String.valueOf(parts.get("type")));
        } catch (UpdateRefused none) {
            throw refused(none.getMessage());
        }
    }

    boolean isMajor() {
        Object major = parts.get("major");
        if (major != null && !(major instanceof Boolean)) {
            throw refused("major: '%s' is neither true nor false; write major: true, or leave it out"
                    .formatted(Shown.of(major)));
        }
        return Boolean.TRUE.equals(major);
    }

    /**
     * Images by name; none where the part is left out.
     *
     * @param example a name of this part
     */
    Map<String, String> images(String part, String example) {
        Object given = parts.get(part);
        Map<String, String> images = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((name, image) -> images.put(String.valueOf(name), String.valueOf(image)));
        } else if (given != null) {
            throw refused("%s: '%s' is not names and images; write %s: {%s: registry.example.org/name@sha256:…}"
                    .formatted(part, Shown.of(given), part, example));
        }
        return images;
    }

    private UpdateRefused refused(String why) {
        return new UpdateRefused("release %s: release.yaml: %s".formatted(version, why));
    }
}
