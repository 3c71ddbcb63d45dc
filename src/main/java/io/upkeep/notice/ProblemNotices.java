package io.upkeep.notice;

import io.upkeep.notice.PipelineTraits.Traits;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells people of a problem that no run stands for: everybody who subscribed to the pipeline, in every medium in use. */
@Component
public class ProblemNotices {

    private final Notices notices;
    private final PipelineTraits pipelines;
    private final List<Stakeholder> stakeholders;
    private final MediaInUse media;

    ProblemNotices(Notices notices, PipelineTraits pipelines, StakeholderProperties properties, MediaInUse media) {
        this.notices = notices;
        this.pipelines = pipelines;
        this.stakeholders = properties.checked();
        this.media = media;
    }

    /**
     * Writes the notices down in the caller's transaction.
     *
     * @param conversation what it belongs to; each address is told once in it
     * @param inputs of the pipeline, as far as they are known
     * @param what follows the pipeline's name: {@code missed its time}
     * @param why may be hostile text; it is escaped
     */
    public void tell(UUID conversation, String pipeline, Map<String, String> inputs, String what, String why) {
        Traits traits = pipelines.of(pipeline, inputs);
        for (Medium medium : media.all()) {
            stakeholders.stream()
                    .filter(stakeholder -> !stakeholder.address(medium).isEmpty())
                    .filter(stakeholder -> stakeholder.wants(pipeline, traits))
                    .map(stakeholder -> stakeholder.address(medium))
                    .distinct()
                    .filter(address -> !notices.isOpen(conversation, medium, address))
                    .forEach(
                            address -> notices.add(conversation, List.of(draft(medium, address, pipeline, what, why))));
        }
    }

    private static Draft draft(Medium medium, String address, String pipeline, String what, String why) {
        if (medium == Medium.SLACK) {
            String text = Escaped.slackCode(pipeline) + " " + what + "\n" + Escaped.slackBlock(why);
            return new Draft(medium, address, Act.OPEN, false, "", text, null);
        }
        return new Draft(
                medium,
                address,
                Act.OPEN,
                false,
                "[upkeep] " + Escaped.line(pipeline) + " " + what,
                Escaped.line(pipeline) + " " + what + ".\n\n" + Escaped.block(why) + "\n",
                "<!DOCTYPE html><html><body style=\"font-family:sans-serif\"><p><b>" + Escaped.html(pipeline) + "</b> "
                        + Escaped.html(what) + ".</p><pre>" + Escaped.htmlBlock(why) + "</pre></body></html>");
    }
}
