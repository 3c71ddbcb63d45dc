package io.upkeep.web;

import io.upkeep.target.Inventory;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Puts the inventory and the newest health together. */
@Component
class TargetViews {

    private final Inventory inventory;
    private final ObjectProvider<TargetHealth> health;

    TargetViews(Inventory inventory, ObjectProvider<TargetHealth> health) {
        this.inventory = inventory;
        this.health = health;
    }

    /** Every target, by name. */
    List<TargetView> all() {
        Optional<TargetHealth> known = Optional.ofNullable(health.getIfAvailable());
        return inventory.all().stream()
                .map(target -> TargetView.of(target, known.flatMap(h -> h.of(target.name()))))
                .toList();
    }
}
