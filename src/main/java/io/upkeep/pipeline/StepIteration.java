package io.upkeep.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.NamedNode;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StepDefinition;

/**
 * Which of Camel's indexes count for a step: those of the split, loop and multicast that stand between it and the step
 * around it. Read from the route, because an index stays on the exchange after the branch it belongs to.
 */
record StepIteration(List<ExchangePropertyKey> around) {

    static StepIteration of(StepDefinition step) {
        List<ExchangePropertyKey> around = new ArrayList<>();
        for (NamedNode node = step.getParent();
                node != null && !(node instanceof StepDefinition);
                node = node.getParent()) {
            ExchangePropertyKey index = index(node);
            if (index != null) {
                if (around.contains(index)) {
                    throw new IllegalArgumentException(
                            "step '%s' stands in two nested %ss: give the outer one's content a step of its own"
                                    .formatted(step.getId(), node.getShortName()));
                }
                around.add(0, index);
            }
        }
        return new StepIteration(around);
    }

    private static ExchangePropertyKey index(NamedNode node) {
        if (node instanceof SplitDefinition) {
            return ExchangePropertyKey.SPLIT_INDEX;
        }
        if (node instanceof LoopDefinition) {
            return ExchangePropertyKey.LOOP_INDEX;
        }
        return node instanceof MulticastDefinition ? ExchangePropertyKey.MULTICAST_INDEX : null;
    }

    String indexes(Exchange exchange) {
        List<String> indexes = new ArrayList<>();
        for (ExchangePropertyKey key : around) {
            indexes.add(String.valueOf(exchange.getProperty(key, Integer.class)));
        }
        return String.join(".", indexes);
    }
}
