package io.upkeep.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.support.DefaultExchange;

/**
 * Which branches of its routes a run with these inputs can take: a plan that also shows what belongs to other inputs would be
 * read past. What depends on anything but inputs is left to the run, and all its branches are shown.
 */
final class PlannedBranches {

    private static final Pattern ASKED = Pattern.compile("\\$\\{([^{}]*)\\}");
    private static final String VARIABLE = "variable.";

    private final CamelContext context;
    private final Map<String, String> known;
    private final Set<String> assigned = new HashSet<>();
    private boolean decides;

    /** Shows all branches until it is to decide. */
    PlannedBranches(CamelContext context, Map<String, String> inputs) {
        this.context = context;
        this.known = new HashMap<>(inputs);
    }

    /** From now on, with the inputs that no part seen so far sets to something else. */
    void decide() {
        known.keySet().removeAll(assigned);
        decides = true;
    }

    /** Whether it decides: until then what is walked past is not shown, and need not be read. */
    boolean decides() {
        return decides;
    }

    /** The parts of this one that can be executed, in order. */
    List<ProcessorDefinition<?>> of(ProcessorDefinition<?> part) {
        if (part instanceof SetVariableDefinition set) {
            assigned.add(set.getName());
        }
        return decides && part instanceof ChoiceDefinition choice ? branches(choice) : part.getOutputs();
    }

    private List<ProcessorDefinition<?>> branches(ChoiceDefinition choice) {
        List<ProcessorDefinition<?>> possible = new ArrayList<>();
        for (WhenDefinition when : choice.getWhenClauses()) {
            Optional<Boolean> taken = isTaken(when.getExpression());
            if (taken.orElse(true)) {
                possible.addAll(when.getOutputs());
            }
            if (taken.orElse(false)) {
                return possible;
            }
        }
        if (choice.getOtherwise() != null) {
            possible.addAll(choice.getOtherwise().getOutputs());
        }
        return possible;
    }

    /** Empty when the inputs alone do not say. */
    private Optional<Boolean> isTaken(ExpressionDefinition condition) {
        if (!"simple".equals(condition.getLanguage())) {
            return Optional.empty();
        }
        Matcher asked = ASKED.matcher(condition.getExpression());
        while (asked.find()) {
            String name = asked.group(1);
            if (!name.startsWith(VARIABLE) || !known.containsKey(name.substring(VARIABLE.length()))) {
                return Optional.empty();
            }
        }
        Exchange exchange = new DefaultExchange(context);
        known.forEach(exchange::setVariable);
        return Optional.of(context.resolveLanguage(condition.getLanguage())
                .createPredicate(context.resolvePropertyPlaceholders(condition.getExpression()))
                .matches(exchange));
    }
}
