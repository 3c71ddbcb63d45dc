package io.upkeep.web;

import io.upkeep.pipeline.Nodes;
import io.upkeep.pipeline.Nodes.Node;
import io.upkeep.pipeline.Pausing;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/nodes}: who works on runs, and pausing all of it or one node. */
@RestController
@RequestMapping("/api")
class NodesApi {

    private final Nodes nodes;
    private final Pausing pausing;

    NodesApi(Nodes nodes, Pausing pausing) {
        this.nodes = nodes;
        this.pausing = pausing;
    }

    /**
     * Who works.
     *
     * @param paused who paused the whole system, and why; null when it is not paused
     */
    record Cluster(String paused, List<Node> nodes) {}

    /** Why something is done. */
    record Because(String reason) {

        private static final int LONGEST = 500;

        /**
         * The reason, which must be there.
         *
         * @throws BadValue when it is empty or too long
         */
        String needed(String example) {
            String text = reason == null ? "" : reason.strip();
            if (text.isEmpty() || text.length() > LONGEST) {
                throw new BadValue("reason '%s' must have 1 to %d characters; write {\"reason\": \"%s\"}"
                        .formatted(BadValue.shown(text), LONGEST, example));
            }
            return text;
        }
    }

    @GetMapping("/nodes")
    Cluster cluster() {
        return new Cluster(pausing.reason().orElse(null), nodes.alive());
    }

    @PostMapping("/pause")
    Cluster pause(
            @RequestBody Because because, @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        pausing.pauseAll(Person.of(person), because.needed("the network is moved"));
        return cluster();
    }

    @PostMapping("/resume-all")
    Cluster resumeAll(@RequestHeader(name = "Upkeep-Person", required = false) String person) {
        pausing.resumeAll(Person.of(person));
        return cluster();
    }

    @PostMapping("/nodes/{name}/pause")
    Cluster pauseNode(
            @PathVariable String name, @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        pausing.pauseNode(name, Person.of(person));
        return cluster();
    }
}
