package io.upkeep.notice;

import io.upkeep.text.NamePattern;
import java.util.List;

/**
 * Someone who wants to know: {@code upkeep.stakeholders.<name>} in application.yaml.
 *
 * @param slack a channel, without {@code #}; empty for none
 * @param email an address; empty for none
 * @param pipelines names, {@code *} at the end stands for any rest; empty means all
 * @param impact only pipelines with one of these impacts; empty means all
 * @param news how much of a run they are told
 * @param reports the kinds of reports they are sent
 */
record Stakeholder(
        String name,
        String slack,
        String email,
        List<String> pipelines,
        List<String> impact,
        Amount news,
        List<String> reports) {

    /** How much of a run a stakeholder is told. */
    enum Amount {
        /** From start to end. */
        ALL,
        /** Only that something failed, and what became of it. */
        PROBLEMS
    }

    /** Whether this stakeholder subscribed to the pipeline and the pipeline means them. */
    boolean wants(String pipeline, PipelineTraits.Traits traits) {
        boolean meant = traits.stakeholders().isEmpty() || traits.stakeholders().contains(name);
        boolean named =
                pipelines.isEmpty() || pipelines.stream().anyMatch(pattern -> NamePattern.matches(pattern, pipeline));
        return meant && named && (impact.isEmpty() || impact.contains(traits.impact()));
    }

    String address(Medium medium) {
        return medium == Medium.SLACK ? slack : email;
    }
}
