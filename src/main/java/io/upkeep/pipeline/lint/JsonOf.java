package io.upkeep.pipeline.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The same content as JSON, for the schema. Every scalar but null is text: that is how Camel reads it, too. */
final class JsonOf {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonOf() {}

    static JsonNode yaml(Yaml yaml) {
        Node node = yaml.node();
        if (node instanceof MappingNode) {
            ObjectNode object = JSON.objectNode();
            yaml.entries().forEach(entry -> object.set(entry.name(), yaml(entry.value())));
            return object;
        }
        if (node instanceof SequenceNode) {
            ArrayNode array = JSON.arrayNode();
            yaml.items().forEach(item -> array.add(yaml(item)));
            return array;
        }
        return node.getTag().equals(Tag.NULL) ? JSON.nullNode() : JSON.textNode(yaml.text());
    }
}
