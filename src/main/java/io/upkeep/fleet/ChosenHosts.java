package io.upkeep.fleet;

import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Whom a {@code fleet:} address means: what a selector selects, or the hosts among the targets of the run.
 *
 * @param written as in the route
 * @param selector empty for {@code fleet:targets}
 * @param known the hosts that the selector selects; none for {@code fleet:targets}, whose hosts come with the run
 */
record ChosenHosts(String written, Optional<Selector> selector, List<Target> known) {

    static ChosenHosts of(String written, Inventory inventory) {
        if (written.equals(Selector.OF_RUN)) {
            return new ChosenHosts(written, Optional.empty(), List.of());
        }
        Selector selector = Selector.parse(written);
        return new ChosenHosts(written, Optional.of(selector), inventory.hosts(selector));
    }

    /** @throws IllegalArgumentException when the exchange belongs to no run, or to one whose targets have no host */
    List<Target> of(Exchange exchange) {
        if (selector.isPresent()) {
            return known;
        }
        List<Target> hosts = RunTargets.of(exchange)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "fleet:targets means the hosts among a run's own targets, and this is no run; write fleet:label:api"))
                .all()
                .stream()
                .filter(target -> target.kind() == TargetKind.HOST)
                .toList();
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(
                    "fleet:targets: no host is among the targets of the run; name some in targets: of its pipeline");
        }
        return hosts;
    }
}
