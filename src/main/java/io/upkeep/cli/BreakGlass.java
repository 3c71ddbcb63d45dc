package io.upkeep.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the commands that go past admission send. */
final class BreakGlass {

    static final String TOLD =
            "break-glass: everyone is told, and another person must review it" + " (upkeep report break-glass)";

    private BreakGlass() {}

    static ObjectNode order(String reason, List<String> kinds) {
        if (reason == null || reason.isBlank()) {
            throw CommandFailed.invalid(
                    "breaking the glass needs a reason; write --reason \"the queue stands still, customers wait\"");
        }
        ObjectNode order = JsonNodeFactory.instance.objectNode().put("reason", reason);
        if (kinds != null) {
            kinds.forEach(order.putArray("overrides")::add);
        }
        return order;
    }
}
