package io.upkeep.fleet;

import io.upkeep.target.Selector;
import io.upkeep.target.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/** In which order hosts have their turn. */
enum RolloutOrder {
    /** By name. */
    NAME,
    /** By name, backwards. */
    REVERSE,
    /** As the selector's terms are written; by name where one term selects several. */
    SELECTOR,
    /** At random, the same way each time a run repeats the step. */
    SHUFFLE;

    static RolloutOrder parse(String text) {
        for (RolloutOrder order : values()) {
            if (order.word().equals(text)) {
                return order;
            }
        }
        String words = Arrays.stream(values()).map(RolloutOrder::word).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("order='" + text + "' is not a choice; write one of " + words);
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The hosts, which come by name, in this order. */
    List<Target> sorted(List<Target> hosts, Selector selector, long seed) {
        List<Target> sorted = new ArrayList<>(hosts);
        switch (this) {
            case NAME -> {}
            case REVERSE -> Collections.reverse(sorted);
            case SELECTOR -> sorted.sort(Comparator.comparingInt(host -> term(selector, host)));
            case SHUFFLE -> Collections.shuffle(sorted, new Random(seed));
        }
        return sorted;
    }

    private static int term(Selector selector, Target host) {
        int index = 0;
        while (!selector.terms().get(index).matches(host)) {
            index++;
        }
        return index;
    }
}
