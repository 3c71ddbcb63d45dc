package io.upkeep.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/** A pipeline made of random parts, as a Camel route and as what is to be expected of it. */
final class RandomRoute {

    /** Something that stands in a route. */
    sealed interface Part {}

    /** One {@code step} that works, then does what is inside. */
    record Step(String id, boolean fails, List<Part> inside) implements Part {}

    /** A {@code split}: its steps once for each item. */
    record Split(int items, List<Step> steps) implements Part {}

    /** A {@code choice}. */
    record Choice(boolean taken, List<Step> steps) implements Part {}

    /** A {@code multicast} that does all of its steps at the same time. */
    record Parallel(boolean stops, List<Step> steps) implements Part {}

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String name = "random-" + NAMES.incrementAndGet();
    private final List<Part> parts;
    private final boolean undoes;

    RandomRoute(List<Part> parts, boolean undoes) {
        AtomicInteger ids = new AtomicInteger();
        this.parts = parts.stream().map(part -> named(part, ids)).toList();
        this.undoes = undoes;
    }

    private static Part named(Part part, AtomicInteger ids) {
        if (part instanceof Step step) {
            return step(step, ids);
        }
        if (part instanceof Split split) {
            return new Split(split.items(), steps(split.steps(), ids));
        }
        return part instanceof Choice choice
                ? new Choice(choice.taken(), steps(choice.steps(), ids))
                : new Parallel(((Parallel) part).stops(), steps(((Parallel) part).steps(), ids));
    }

    private static List<Step> steps(List<Step> steps, AtomicInteger ids) {
        return steps.stream().map(step -> step(step, ids)).toList();
    }

    private static Step step(Step step, AtomicInteger ids) {
        String id = "s" + ids.incrementAndGet();
        return new Step(
                id,
                step.fails(),
                step.inside().stream().map(part -> named(part, ids)).toList());
    }

    String name() {
        return name;
    }

    boolean undoes() {
        return undoes;
    }

    /** What a plain interpreter makes of it. */
    Expected expected() {
        Expected expected = new Expected();
        expected.sequence(parts, true);
        return expected;
    }

    /** What is to be expected: steps in the order of their first execution, parallel ones in any. */
    static final class Expected {

        private final List<String> executed = new ArrayList<>();
        private final List<String> perhaps = new ArrayList<>();
        private final Set<String> failing = new LinkedHashSet<>();
        private final StringBuilder trail = new StringBuilder();
        private boolean inOrder = true;

        /** Without fail. */
        List<String> executed() {
            return executed;
        }

        /** These as well, as far as their branches came when another failed. */
        List<String> perhaps() {
            return perhaps;
        }

        /** The ids of the steps whose variables reach the end of the route. */
        String trail() {
            return trail.toString();
        }

        /** The ids of the steps one of which fails the run; empty when it succeeds. */
        Set<String> failing() {
            return failing;
        }

        boolean isInOrder() {
            return inOrder;
        }

        private void sequence(List<? extends Part> parts, boolean isKept) {
            for (Part part : parts) {
                if (failing.isEmpty()) {
                    part(part, isKept);
                }
            }
        }

        private void part(Part part, boolean isKept) {
            if (part instanceof Step step) {
                step(step, isKept);
            } else if (part instanceof Split split) {
                for (int i = 0; i < split.items(); i++) {
                    sequence(split.steps(), false); // a split goes on with what it began with
                }
            } else if (part instanceof Choice choice) {
                sequence(choice.taken() ? choice.steps() : List.of(), isKept);
            } else {
                inOrder = false;
                branches(((Parallel) part).steps());
            }
        }

        /** Where all end well all are executed. Where some fail any may have been first. */
        private void branches(List<Step> steps) {
            List<Expected> branches = steps.stream()
                    .map(step -> {
                        Expected branch = new Expected();
                        branch.sequence(List.of(step), false);
                        return branch;
                    })
                    .toList();
            branches.forEach(branch -> failing.addAll(branch.failing));
            for (Expected branch : branches) {
                (failing.isEmpty() ? executed : perhaps).addAll(branch.executed);
                perhaps.addAll(branch.perhaps);
            }
        }

        private void step(Step step, boolean isKept) {
            executed.add(step.id());
            if (isKept) {
                trail.append(step.id()).append(' ');
            }
            if (step.fails()) {
                failing.add(step.id());
            } else {
                sequence(step.inside(), isKept);
            }
        }
    }

    /**
     * The route, and its rollback route with an {@code undo-} step for each step, newest first, and then one that waits for
     * another run.
     */
    RouteBuilder route() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                RouteDefinition route = from("maintenance:" + name + "?concurrency=0&impact=NO-IMPACT"
                                + (undoes ? "&rollback=direct:undo-" + name : ""))
                        .routeId(name);
                parts.forEach(part -> add(route, part));
                route.step("end").bean("effects", "work(*, 'end', false)").end();
                if (undoes) {
                    RouteDefinition undoing = from("direct:undo-" + name).routeId("undo-" + name);
                    List<String> ids = ids();
                    for (int i = ids.size() - 1; i >= 0; i--) {
                        String id = "undo-" + ids.get(i);
                        undoing.step(id)
                                .bean("effects", "work(*, '" + id + "', false)")
                                .end();
                    }
                    undoing.step("ask").to("maintenance:five-steps?wait=true").end();
                    undoing.step("undone")
                            .bean("effects", "work(*, 'undone', false)")
                            .end();
                }
            }
        };
    }

    /** All steps, executed or not, in the order in which they stand. */
    List<String> ids() {
        List<String> ids = new ArrayList<>();
        collect(parts, ids);
        return ids;
    }

    private static void collect(List<? extends Part> parts, List<String> ids) {
        for (Part part : parts) {
            if (part instanceof Step step) {
                ids.add(step.id());
                collect(step.inside(), ids);
            } else if (part instanceof Split split) {
                collect(split.steps(), ids);
            } else if (part instanceof Choice choice) {
                collect(choice.steps(), ids);
            } else {
                collect(((Parallel) part).steps(), ids);
            }
        }
    }

    private static void add(ProcessorDefinition<?> to, Part part) {
        if (part instanceof Step step) {
            ProcessorDefinition<?> definition = to.step(step.id());
            definition.bean("effects", "work(*, '%s', %s)".formatted(step.id(), step.fails()));
            step.inside().forEach(inner -> add(definition, inner));
            definition.end();
        } else if (part instanceof Split split) {
            var definition = to.split(org.apache.camel.builder.Builder.constant(items(split)))
                    .stopOnException();
            split.steps().forEach(step -> add(definition, step));
            definition.end();
        } else if (part instanceof Choice choice) {
            var when = to.choice().when(org.apache.camel.builder.Builder.constant(choice.taken()));
            choice.steps().forEach(step -> add(when, step));
            when.end();
        } else {
            var definition = to.multicast(RandomRoute::keepsWhatItBeganWith).parallelProcessing();
            if (((Parallel) part).stops()) {
                definition.stopOnException();
            }
            ((Parallel) part).steps().forEach(step -> add(definition, step));
            definition.end();
        }
    }

    /** The first branch that failed, or what it began with: Camel's own strategy for that throws where the first one fails. */
    private static Exchange keepsWhatItBeganWith(Exchange before, Exchange branch) {
        return before == null && branch.getException() != null ? branch : before;
    }

    private static List<Integer> items(Split split) {
        List<Integer> items = new ArrayList<>();
        for (int i = 0; i < split.items(); i++) {
            items.add(i);
        }
        return items;
    }

    @Override
    public String toString() {
        return name + (undoes ? " (undoes) " : " ") + parts;
    }
}
