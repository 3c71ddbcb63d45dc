package io.upkeep.pipeline.lint;

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
                    + " `fleet:` one of them is a host (compared where `application.yaml` is there).",
            "The route does not load: a run whose targets are unknown could neither be planned nor locked.",
            "parameters: {targets: lable:api}",
            "parameters: {targets: label:api}");

    private final KnownProperties known;
    private final Optional<Inventory> inventory;

    /** @param declared empty: names are not compared */
    SelectorRule(KnownProperties known, Optional<DeclaredNames> declared) {
        this.known = known;
        this.inventory = declared.flatMap(DeclaredNames::targets);
    }

    @Override
    public List<Check> checks() {
        return List.of(SELECTOR);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        Stream<Finding> touched = files.pipelines()
                .flatMap(pipeline -> pipeline.from().value("targets").stream()
                        .flatMap(targets -> mistake(targets, false).stream())
                        .map(mistake -> SELECTOR.at(pipeline, pipeline.from().placeOf("targets"), mistake)));
        Stream<Finding> worked = files.everything()
                .flatMap(route -> route.endpoints()
                        .filter(use -> use.scheme().equals("fleet"))
                        .flatMap(use -> mistake(use.rest(), true).stream()
                                .map(mistake -> SELECTOR.at(route, use.place(), mistake))));
        return Stream.concat(touched, worked);
    }

    /** One that comes from a kamelet's parameter or from the environment is looked at when the route loads. */
    private Optional<String> mistake(String written, boolean hosts) {
        Optional<String> selector = Placeholder.filled(written, known).filter(text -> hosts || !text.isBlank());
        if (selector.isEmpty()) {
            return Optional.empty();
        }
        try {
            Selector read = Selector.parse(selector.get());
            inventory.ifPresent(all -> {
                var unused = hosts ? all.hosts(read) : all.select(read);
            });
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
