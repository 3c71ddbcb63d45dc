package io.upkeep.update;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Which image a tag means now, as routes ask: {@code method: {ref: imageDigests, method: …}}. What hosts run is named by digest,
 * so that all of them run the same, and go back to the same. What hosts print is hostile text, so every word of it is checked.
 */
@Component("imageDigests")
public class ImageDigests {

    private static final Pattern WANTED = Pattern.compile(
            "(?:([a-z0-9][a-z0-9-]{0,62})=)?([a-z0-9][a-z0-9./_-]{0,199})(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})");
    private static final Pattern PULLED =
            Pattern.compile("@@image (\\S{1,400}) ([a-z0-9][a-z0-9./_:-]{0,199}@sha256:[0-9a-f]{64})");
    private static final Pattern RUNS = Pattern.compile("@@service ([a-z0-9][a-z0-9-]{0,62})");

    /** What is to be pulled of {@code proxy=nginx:alpine,redis:7-alpine}: {@code nginx:alpine,redis:7-alpine}. */
    public String references(String wanted) {
        return String.join(",", services(wanted).values());
    }

    /**
     * What each service is to run.
     *
     * @param wanted tags by service; a bare tag is that of the service which has the image's name: {@code nginx} of {@code nginx:alpine}
     * @param outcomes what {@code pull-images.sh} said, per host
     * @return {@code service=image@digest}, joined by commas, of the services that a host runs; empty when there is none
     * @throws UpdateRefused when a tag means different images on two hosts, or a host did not say which one
     */
    public String resolve(String wanted, Map<String, Object> outcomes) {
        Set<String> running = new LinkedHashSet<>();
        Map<String, String> digests = new LinkedHashMap<>();
        Map<String, String> seenOn = new LinkedHashMap<>();
        outcomes.forEach((host, outcome) -> printed(outcome).forEach(line -> {
            Matcher pulled = PULLED.matcher(line);
            Matcher runs = RUNS.matcher(line);
            if (runs.matches()) {
                running.add(runs.group(1));
            } else if (pulled.matches()) {
                requireSame(pulled, host, digests, seenOn);
            }
        }));
        Map<String, String> images = new LinkedHashMap<>();
        services(wanted).forEach((service, reference) -> {
            if (!digests.containsKey(reference)) {
                throw new UpdateRefused("no host says which image %s is; see what docker image inspect %s prints there"
                        .formatted(reference, reference));
            }
            if (running.contains(service)) {
                images.put(service, digests.get(reference));
            }
        });
        return Release.line(images);
    }

    private static void requireSame(
            Matcher pulled, String host, Map<String, String> digests, Map<String, String> seenOn) {
        String before = digests.putIfAbsent(pulled.group(1), pulled.group(2));
        if (before == null) {
            seenOn.put(pulled.group(1), host);
        } else if (!before.equals(pulled.group(2))) {
            throw new UpdateRefused("%s is %s on %s and %s on %s: the tag has moved meanwhile; start a new run"
                    .formatted(pulled.group(1), before, seenOn.get(pulled.group(1)), pulled.group(2), host));
        }
    }

    private static List<String> printed(Object outcome) {
        return outcome instanceof Map<?, ?> map
                ? String.valueOf(map.get("stdout")).lines().toList()
                : List.of();
    }

    private static Map<String, String> services(String wanted) {
        Map<String, String> services = new LinkedHashMap<>();
        for (String part : wanted.isBlank() ? new String[0] : wanted.split(",", -1)) {
            Matcher tag = WANTED.matcher(part.strip());
            if (!tag.matches()) {
                throw new UpdateRefused(
                        "'%s' is no image with a tag; write nginx:alpine, or proxy=nginx:alpine where the service has another name (upkeep.updates.images)"
                                .formatted(part.strip()));
            }
            String name = tag.group(2);
            String service = tag.group(1) == null ? name.substring(name.lastIndexOf('/') + 1) : tag.group(1);
            services.put(service, name + tag.group(3));
        }
        return services;
    }
}
