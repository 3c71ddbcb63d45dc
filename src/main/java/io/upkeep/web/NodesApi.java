package io.upkeep.web;

import io.upkeep.approval.People;
import io.upkeep.pipeline.Nodes;
import io.upkeep.pipeline.Nodes.Node;
import io.upkeep.pipeline.Pausing;
import io.upkeep.text.Shown;
import java.util.stream.Collectors;
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

    private static final String BECAUSE = "{\"reason\": \"the network is moved\"}";

    private final Nodes nodes;
    private final Pausing pausing;
    private final People people;

    NodesApi(Nodes nodes, Pausing pausing, People people) {
        this.people = people;
        this.nodes = nodes;
        this.pausing = pausing;
    }

    @GetMapping("/nodes")
    ClusterView cluster() {
        return new ClusterView(pausing.pause().orElse(null), nodes.alive());
    }

    @PostMapping("/pause")
    ClusterView pause(
            @RequestBody @Example(BECAUSE) Because because,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        requireToEndPause(person); // it would take the place of another's
        pausing.pauseAll(Person.of(person), because.checked(BECAUSE));
        return cluster();
    }

    @PostMapping("/resume-all")
    ClusterView resumeAll(@RequestHeader(name = "Upkeep-Person", required = false) String person) {
        requireToEndPause(person);
        pausing.resumeAll(Person.of(person));
        return cluster();
    }

    @PostMapping("/nodes/{name}/pause")
    ClusterView pauseNode(
            @PathVariable String name, @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return found(name, pausing.pauseNode(name, Person.of(person)));
    }

    @PostMapping("/nodes/{name}/resume")
    ClusterView resumeNode(
            @PathVariable String name, @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return found(name, pausing.resumeNode(name, Person.of(person)));
    }

    private void requireToEndPause(String person) {
        pausing.pause().ifPresent(pause -> people.requireToEnd(pause.by(), Person.id(person)));
    }

    private ClusterView found(String name, boolean isThere) {
        ClusterView now = cluster();
        if (!isThere) {
            throw new NotFound("no node is called '%s'; there are: %s"
                    .formatted(
                            Shown.of(name), now.nodes().stream().map(Node::name).collect(Collectors.joining(", "))));
        }
        return now;
    }
}
