package io.upkeep.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;

/**
 * Everything that a pipeline's text consists of: the files of its route and rollback route, and the scripts and
 * kamelets these name. A run is pinned to its hash, so a replay never continues on a text that the run did not start on.
 */
final class RouteText {

    private static final Pattern SCRIPT = Pattern.compile("\\bscript[:=]\\s*[\"']?([^\\s\"',}&]+)");
    private static final Pattern KAMELET = Pattern.compile("\\bkamelet:([A-Za-z0-9-]+)");

    private final CamelContext camel;
    private final Map<String, byte[]> files = new TreeMap<>();

    private RouteText(CamelContext camel) {
        this.camel = camel;
    }

    static RouteText of(CamelContext camel, RouteDefinition route, RouteDefinition rollback) {
        RouteText text = new RouteText(camel);
        text.add(route.getResource(), route);
        if (rollback != null) {
            text.add(rollback.getResource(), rollback);
        }
        return text;
    }

    private void add(Resource resource, RouteDefinition route) {
        if (resource == null) {
            files.put(route.getId(), route.toString().getBytes(StandardCharsets.UTF_8));
        } else {
            addFile(resource);
        }
    }

    private void addFile(Resource resource) {
        byte[] content = read(resource);
        if (files.put(resource.getLocation(), content) != null) {
            return;
        }
        String text = new String(content, StandardCharsets.UTF_8);
        addNamed(SCRIPT.matcher(text), "file:" + property("upkeep.routes.directory", "routes") + "/", "");
        addNamed(
                KAMELET.matcher(text),
                "file:" + property("upkeep.routes.directory", "routes") + "/kamelets/",
                ".kamelet.yaml");
    }

    private void addNamed(Matcher names, String folder, String ending) {
        while (names.find()) {
            Resource named = org.apache.camel.support.PluginHelper.getResourceLoader(camel)
                    .resolveResource(folder + names.group(1) + ending);
            if (named != null && named.exists() && !files.containsKey(named.getLocation())) {
                addFile(named);
            }
        }
    }

    private String property(String key, String otherwise) {
        return camel.getPropertiesComponent().resolveProperty(key).orElse(otherwise);
    }

    private static byte[] read(Resource resource) {
        try (InputStream in = resource.getInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource.getLocation(), e);
        }
    }

    Collection<String> names() {
        return files.keySet();
    }

    /** Over contents only: the same text in another folder is the same text. */
    String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.values().stream()
                    .map(content -> HexFormat.of().formatHex(digestOf(content)))
                    .sorted()
                    .forEach(hash -> digest.update(hash.getBytes(StandardCharsets.US_ASCII)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }

    private static byte[] digestOf(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
