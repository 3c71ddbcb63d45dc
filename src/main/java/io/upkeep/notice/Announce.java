package io.upkeep.notice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * For steps of pipelines that tell people something: whoever subscribed to the pipeline is told, once per topic, so a step
 * that is executed again tells nobody twice.
 */
@Component("announce")
public class Announce {

    private final Announcements announcements;
    private final PipelineTraits pipelines;
    private final TransactionOperations transaction;
    private final WebLinks links;

    Announce(Announcements announcements, PipelineTraits pipelines, TransactionOperations transaction, WebLinks links) {
        this.announcements = announcements;
        this.pipelines = pipelines;
        this.transaction = transaction;
        this.links = links;
    }

    /** Names of the stakeholders who are told of this pipeline. */
    public List<String> audience(String pipeline) {
        return announcements.subscribers(pipeline, pipelines.of(pipeline));
    }

    /**
     * Tells of something in a run.
     *
     * @param topic what is told only once, such as {@code planned}; within the run
     * @param headline our own words, to follow the pipeline's name
     * @param words may be hostile; null for none
     * @return what was told, for the journal
     */
    public String tell(String pipeline, String run, String topic, String headline, String words) {
        return tell(pipeline, run, topic, headline, Map.of(), words);
    }

    /** The same with facts about a thing: names to values, which may be hostile. */
    public String tell(
            String pipeline, String run, String topic, String headline, Map<String, String> facts, String words) {
        Announcement news = new Announcement(
                "loudspeaker", pipeline, headline, new LinkedHashMap<>(facts), words, links.run(run), true);
        transaction.executeWithoutResult(status -> announcements.tellSubscribers(
                pipeline, pipelines.of(pipeline), String.join(" ", List.of("announce", run, topic)), news));
        return pipeline + " " + headline;
    }
}
