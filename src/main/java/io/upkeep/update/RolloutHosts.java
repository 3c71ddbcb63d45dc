package io.upkeep.update;

import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/** Which hosts have their turn in a rollout, as routes ask: {@code method: {ref: rolloutHosts, method: …}}. */
@Component("rolloutHosts")
public class RolloutHosts {

    private final Inventory inventory;

    RolloutHosts(Inventory inventory) {
        this.inventory = inventory;
    }

    /**
     * The names of the hosts that a selector selects among a run's targets, in order.
     *
     * @param targets names of the run's targets, joined by commas
     * @param selector such as {@code label:api}; {@code targets} for all hosts of the run
     * @throws UpdateRefused when there is none: then a rollout would do nothing, and seem good
     */
    public List<String> of(String targets, String selector) {
        List<String> hosts = Arrays.stream(targets.split(","))
                .flatMap(name -> inventory.find(name).stream())
                .filter(target -> target.kind() == TargetKind.HOST)
                .filter(target -> selector.equals(Selector.OF_RUN)
                        || Selector.parse(selector).matches(target))
                .map(Target::name)
                .toList();
        if (hosts.isEmpty()) {
            throw new UpdateRefused("no host of '%s' is among the targets of the run (%s); name it in its targets:"
                    .formatted(selector, targets.isEmpty() ? "it has none" : targets));
        }
        return hosts;
    }
}
