package io.upkeep.target;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which targets are meant: {@code all}, {@code label:api}, {@code name:api-1}, {@code kind:host}; a comma joins
 * terms to their union. A selector is text from a route or the estate's configuration, never message data.
 */
public record Selector(List<Term> terms) {

    /** Written instead of a selector where a run's own targets are meant: {@code fleet:targets}. No selector by itself. */
    public static final String OF_RUN = "targets";

    private static final String EXAMPLE = "write all, label:api, name:api-1 or kind:host; a comma joins several";

    public Selector {
        terms = List.copyOf(terms);
    }

    /** One part of a union. */
    public sealed interface Term {

        boolean matches(Target target);
    }

    record All() implements Term {
        @Override
        public boolean matches(Target target) {
            return true;
        }

        @Override
        public String toString() {
            return "all";
        }
    }

    record Label(String label) implements Term {
        @Override
        public boolean matches(Target target) {
            return target.labels().contains(label);
        }

        @Override
        public String toString() {
            return "label:" + label;
        }
    }

    record Name(String name) implements Term {
        @Override
        public boolean matches(Target target) {
            return target.name().equals(name);
        }

        @Override
        public String toString() {
            return "name:" + name;
        }
    }

    record OfKind(TargetKind kind) implements Term {
        @Override
        public boolean matches(Target target) {
            return target.kind() == kind;
        }

        @Override
        public String toString() {
            return "kind:" + kind.word();
        }
    }

    /**
     * Reads a selector.
     *
     * @throws IllegalArgumentException when it is empty or a term is not one of the four forms
     */
    public static Selector parse(String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("selector '' selects nothing; " + EXAMPLE);
        }
        return new Selector(Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(term -> term(text, term))
                .toList());
    }

    private static Term term(String text, String term) {
        if (term.equals("all")) {
            return new All();
        }
        int colon = term.indexOf(':');
        String way = colon < 0 ? term : term.substring(0, colon);
        String value = colon < 0 ? "" : term.substring(colon + 1);
        if (value.isBlank()) {
            throw new IllegalArgumentException("selector '" + text + "': '" + term + "' is incomplete; " + EXAMPLE);
        }
        return switch (way) {
            case "label" -> new Label(value);
            case "name" -> new Name(value);
            case "kind" -> new OfKind(TargetKind.parse(value));
            default ->
                throw new IllegalArgumentException(
                        "selector '" + text + "': '" + way + "' is not a way to select; " + EXAMPLE);
        };
    }

    /** Whether any term matches. */
    public boolean matches(Target target) {
        return terms.stream().anyMatch(term -> term.matches(target));
    }

    @Override
    public String toString() {
        return terms.stream().map(Term::toString).collect(Collectors.joining(","));
    }
}
