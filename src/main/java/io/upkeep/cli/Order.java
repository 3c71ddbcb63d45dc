package io.upkeep.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The inputs of a run as they stand on the command line: {@code key=value…}. */
final class Order {

    private Order() {}

    /** The request's body with these parameters. */
    static ObjectNode of(List<String> inputs) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode parameters = body.putObject("parameters");
        for (String input : inputs) {
            int equals = input.indexOf('=');
            if (equals < 1) {
                throw CommandFailed.invalid(
                        "input '" + Plain.line(input) + "' is not of the form key=value; write it like version=1.1.0");
            }
            String name = input.substring(0, equals);
            if (parameters.has(name)) {
                throw CommandFailed.invalid("input '" + Plain.line(name) + "' is given twice; give it once");
            }
            parameters.put(name, input.substring(equals + 1));
        }
        return body;
    }
}
