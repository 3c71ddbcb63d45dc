package io.upkeep.pipeline.lint;

import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import io.upkeep.text.NearName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Picks the errors that matter. A validator reports every alternative of a {@code oneOf} that did not fit; a person
 * wants to know what is wrong with the one that was meant, which is the one that fitted deepest.
 */
final class SchemaErrors {

    private static final Set<String> FRAMES = Set.of("oneOf", "anyOf", "not");

    private SchemaErrors() {}

    static List<ValidationMessage> thatMatter(Collection<ValidationMessage> all) {
        List<ValidationMessage> candidates = all.stream()
                .filter(error -> !FRAMES.contains(error.getType()))
                .filter(error -> !isUnusedExpression(error))
                .toList();
        List<ValidationMessage> kept = new ArrayList<>();
        for (ValidationMessage error : candidates) {
            if (candidates.stream().noneMatch(other -> !other.equals(error) && says(other, error))) {
                kept.add(error);
            }
        }
        if (kept.isEmpty()) {
            all.stream()
                    .filter(error -> !error.getType().equals("not"))
                    .max(Comparator.comparingInt(
                            error -> error.getInstanceLocation().getNameCount()))
                    .ifPresent(kept::add);
        }
        return kept;
    }

    /** {@code simple} given, but {@code xpath}, {@code jq} and two dozen more "missing". */
    private static boolean isUnusedExpression(ValidationMessage error) {
        return error.getType().equals("required") && location(error).matches(".*/oneOf/\\d+/required");
    }

    /** True when {@code better} makes {@code error} superfluous. */
    private static boolean says(ValidationMessage better, ValidationMessage error) {
        boolean here = better.getInstanceLocation().equals(error.getInstanceLocation());
        boolean below = !here && isBelow(better.getInstanceLocation(), error.getInstanceLocation());
        return switch (error.getType()) {
            case "type" ->
                isAlternative(error) && (below || (here && !isAlternative(better)) || earlier(here, better, error));
            case "required" ->
                here
                        && better.getType().equals("additionalProperties")
                        && NearName.of(better.getProperty(), List.of(error.getProperty()))
                                .isPresent();
            default -> false;
        };
    }

    private static boolean earlier(boolean here, ValidationMessage better, ValidationMessage error) {
        return here && better.getType().equals("type") && location(better).compareTo(location(error)) < 0;
    }

    private static boolean isAlternative(ValidationMessage error) {
        return error.getType().equals("type") && location(error).matches(".*/oneOf/\\d+/type");
    }

    private static boolean isBelow(JsonNodePath path, JsonNodePath ancestor) {
        return path.getNameCount() > ancestor.getNameCount() && path.startsWith(ancestor);
    }

    private static String location(ValidationMessage error) {
        return error.getSchemaLocation().getFragment().toString();
    }
}
