package io.upkeep.pipeline.lint;

import io.upkeep.pipeline.DeclaredTargets;
import io.upkeep.pipeline.Inputs;
import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pipeline touches, and what {@code fleet:} runs on, can be found in the inventory. */
final class SelectorRule implements Rule {

    static final Check SELECTOR = new Check(
            "selector-unknown",
            "`targets` and `fleet:` select by `all`, `label:`, `name:` or `kind:`, and every part of it selects a target; for"
                    + " `fleet:` one of them is a host (compared where `application.yaml` is there). What `targets` names in"
                    + " braces is an enum input that always has a value, and each of its values selects. Where a run meets"
                    + " `fleet:targets`, a host is among its targets.",
            "The route does not load: a run whose targets are unknown could neither be planned nor locked.",
            "parameters: {targets: lable:api}",
            "parameters: {targets: label:api}");

    private final KnownProperties known;
    private final Optional<Inventory> inventory;

    /** @param declared empty: names are not compared */
    SelectorRule(KnownProperties known, Optional<DeclaredNames> declared) {
        this.known = known;
        this.inventory = declared.map(DeclaredNames::targets).flatMap(WrittenTargets::inventory);
    }

    @Override
    public List<Check> checks() {
        return List.of(SELECTOR);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        Stream<Finding> touched = files.pipelines()
                .flatMap(pipeline -> touched(files, pipeline)
                        .map(mistake -> SELECTOR.at(pipeline, pipeline.from().placeOf("targets"), mistake))
                        .stream());
        Stream<Finding> worked = files.everything()
                .flatMap(route -> route.endpoints()
                        .filter(use -> use.scheme().equals("fleet"))
                        .filter(use -> !use.rest().equals(Selector.OF_RUN))
                        .flatMap(use ->
                                mistake(use.rest()).stream().map(mistake -> SELECTOR.at(route, use.place(), mistake))));
        return Stream.concat(touched, worked);
    }

    private Optional<String> touched(RouteFiles files, Route pipeline) {
        boolean hosts = worksOnItsOwn(files, pipeline);
        Optional<String> written =
                Placeholder.filled(pipeline.from().value("targets").orElse(""), known);
        if (written.isEmpty() || (written.get().isBlank() && !hosts)) {
            return Optional.empty();
        }
        Optional<Inputs> inputs = inputs(pipeline);
        if (inputs.isEmpty()) {
            return Optional.empty(); // another rule says so
        }
        try {
            DeclaredTargets targets = DeclaredTargets.of(written.get(), inputs.get());
            if (inventory.isPresent()) {
                targets.requireIn(inventory.get(), hosts);
            } else {
                targets.selectors().values().forEach(Selector::parse);
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<Inputs> inputs(Route pipeline) {
        try {
            return Optional.of(Inputs.parse(pipeline.from().value("inputs").orElse("")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether its runs, or their way back, meet {@code fleet:targets}. */
    private static boolean worksOnItsOwn(RouteFiles files, Route pipeline) {
        return Stream.concat(Stream.of(pipeline), files.rollbackOf(pipeline).stream())
                .flatMap(route -> Walk.through(files, route).stream())
                .flatMap(visit -> visit.eip().endpoint().stream())
                .anyMatch(use -> (use.scheme().equals("fleet") && use.rest().equals(Selector.OF_RUN))
                        || (use.scheme().equals("kamelet")
                                && use.options().values().stream()
                                        .anyMatch(option -> option.value().equals(Selector.OF_RUN))));
    }

    /** One that comes from a kamelet's parameter or from the environment is looked at when the route loads. */
    private Optional<String> mistake(String written) {
        Optional<String> selector = Placeholder.filled(written, known);
        if (selector.isEmpty()) {
            return Optional.empty();
        }
        try {
            Selector read = Selector.parse(selector.get());
            inventory.ifPresent(all -> {
                var unused = all.hosts(read);
            });
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
