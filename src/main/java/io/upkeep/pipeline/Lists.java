package io.upkeep.pipeline;

import java.util.Arrays;
import java.util.List;

/** Comma separated names in an option. */
final class Lists {

    private Lists() {}

    static List<String> names(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }
}
