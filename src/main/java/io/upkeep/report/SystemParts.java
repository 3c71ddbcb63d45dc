package io.upkeep.report;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.text.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** The targets that each part of the system consists of, as {@code upkeep.report.system} names it. A wrong name stops the start. */
@Component
class SystemParts {

    private final List<List<String>> parts = new ArrayList<>();

    SystemParts(ReportSettings settings, Inventory inventory) {
        for (String part : settings.system()) {
            List<String> targets = inventory.all().stream()
                    .filter(target ->
                            target.name().equals(part) || target.labels().contains(part))
                    .map(Target::name)
                    .toList();
            if (targets.isEmpty()) {
                throw new IllegalArgumentException(
                        "upkeep.report.system '%s' is neither a target's name nor a label; write one of %s (application.yaml)"
                                .formatted(Shown.of(part), inventory.selectable()));
            }
            parts.add(targets);
        }
    }

    List<List<String>> all() {
        return List.copyOf(parts);
    }

    Collection<String> targets() {
        return parts.stream().flatMap(List::stream).distinct().toList();
    }
}
