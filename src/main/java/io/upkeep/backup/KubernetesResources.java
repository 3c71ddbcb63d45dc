package io.upkeep.backup;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Kubernetes resources as files that can be applied again: one YAML per object, without what the cluster makes itself
 * ({@code status}, {@code managedFields}, {@code uid}, {@code resourceVersion}). Secrets are left out and named, unless
 * the archive is sealed.
 *
 * @param byPath ascending by path: {@code <namespace>/<kind>-<name>.yaml}
 * @param leftOut secrets, which have no place in an archive that is not encrypted
 */
record KubernetesResources(Map<String, String> byPath, List<String> leftOut) {

    private static final int LARGEST = 32 * 1024 * 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,252}");
    private static final List<String> OF_THE_CLUSTER =
            List.of("managedFields", "uid", "resourceVersion", "creationTimestamp", "generation", "selfLink");
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** Reads what {@code kubectl get … -o yaml} printed: a list, or several documents. */
    static KubernetesResources read(String source, Path file, boolean withSecrets) throws IOException {
        Map<String, String> byPath = new TreeMap<>(EntryPath.ORDER);
        List<String> leftOut = new ArrayList<>();
        if (Files.size(file) > LARGEST) {
            throw new BackupRefused("%s: %d bytes of resources are more than %d; name fewer kinds in the script"
                    .formatted(source, Files.size(file), LARGEST));
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            for (Object document : yaml().loadAll(reader)) {
                for (Object item : items(source, document)) {
                    keep(source, map(source, item), byPath, withSecrets ? null : leftOut);
                }
            }
        } catch (YAMLException | IOException broken) {
            throw new BackupRefused(
                    source + ": kubectl did not print YAML: " + EntryPath.shown(String.valueOf(broken.getMessage())),
                    broken);
        }
        return new KubernetesResources(byPath, leftOut);
    }

    private static List<?> items(String source, Object document) {
        if (document == null) {
            return List.of();
        }
        return map(source, document).get("items") instanceof List<?> items ? items : List.of(document);
    }

    private static void keep(
            String source, Map<String, Object> object, Map<String, String> byPath, List<String> leftOut) {
        Map<String, Object> metadata = map(source, object.get("metadata"));
        String namespace = metadata.containsKey("namespace") ? name(source, metadata.get("namespace")) : "_cluster";
        String path = namespace + "/" + name(source, object.get("kind")) + "-" + name(source, metadata.get("name"));
        if ("Secret".equals(object.get("kind")) && leftOut != null) {
            leftOut.add(path);
            return;
        }
        object.remove("status");
        OF_THE_CLUSTER.forEach(metadata::remove);
        if (metadata.get("annotations") instanceof Map<?, ?> annotations) {
            annotations.remove(LAST_APPLIED);
        }
        if (byPath.put(path + ".yaml", yaml().dump(object)) != null) {
            throw new BackupRefused(source + ": kubectl printed " + path + " twice; name each kind once in the script");
        }
    }

    private static String name(String source, Object value) {
        String name = Objects.toString(value, "");
        if (!NAME.matcher(name).matches()) {
            throw new BackupRefused(
                    source + ": '" + EntryPath.shown(name) + "' is not the name of a Kubernetes object or kind");
        }
        return name;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(String source, Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new BackupRefused(source + ": kubectl printed something that is not a Kubernetes object");
    }

    private static Yaml yaml() {
        LoaderOptions loader = new LoaderOptions();
        loader.setCodePointLimit(LARGEST);
        loader.setAllowDuplicateKeys(false);
        DumperOptions dumper = new DumperOptions();
        dumper.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(new SafeConstructor(loader), new Representer(dumper), dumper, loader);
    }
}
