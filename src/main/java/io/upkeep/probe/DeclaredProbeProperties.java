package io.upkeep.probe;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the estate says of the probes of its targets.
 *
 * @param targets the targets' own settings; of them only these two matter here
 */
@ConfigurationProperties("upkeep")
record DeclaredProbeProperties(Map<String, Entry> targets) {

    static final Entry NONE = new Entry(null, null);

    DeclaredProbeProperties {
        targets = targets == null ? Map.of() : Map.copyOf(targets);
    }

    /**
     * Of one target.
     *
     * @param dependsOn targets without which it cannot be well
     * @param probes settings of each probe by its name, lists as {@code critical-unless.0}
     */
    record Entry(List<String> dependsOn, Map<String, Map<String, String>> probes) {

        Entry {
            dependsOn = dependsOn == null ? List.of() : List.copyOf(dependsOn);
            probes = probes == null
                    ? Map.of()
                    : probes.entrySet().stream().collect(toMap(Map.Entry::getKey, probe -> listed(probe.getValue())));
        }

        /** Where they were written decides whether Spring says {@code key[0]} or {@code key.0}. */
        private static Map<String, String> listed(Map<String, String> settings) {
            return settings.entrySet().stream()
                    .collect(
                            toMap(setting -> setting.getKey().replaceFirst("\\[(\\d+)]$", ".$1"), Map.Entry::getValue));
        }
    }

    Entry of(String target) {
        return targets.getOrDefault(target, NONE);
    }
}
