package io.upkeep.web;

import io.upkeep.pipeline.LockDesk;
import io.upkeep.pipeline.LockDesk.Lock;
import io.upkeep.pipeline.Nodes;
import io.upkeep.pipeline.Nodes.Node;
import io.upkeep.pipeline.Pausing;
import io.upkeep.pipeline.Pausing.Pause;
import io.upkeep.run.RecentChanges;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells readers of the live streams what happens on other nodes, and how nodes, pauses and locks are. It asks the
 * database, and only while there are readers: commits that notified every reader would queue up behind each other.
 */
@Component
class ClusterFeed {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterFeed.class);

    private final LiveFeed feed;
    private final Nodes nodes;
    private final Pausing pausing;
    private final LockDesk locks;
    private final RecentChanges changes;
    private String told = "";
    private boolean areAllPaused;

    ClusterFeed(LiveFeed feed, Nodes nodes, Pausing pausing, LockDesk locks, RecentChanges changes) {
        this.feed = feed;
        this.nodes = nodes;
        this.pausing = pausing;
        this.locks = locks;
        this.changes = changes;
    }

    /** What the stream says of the cluster. */
    record News(Pause paused, List<Node> nodes, List<Lock> locks) {}

    @Scheduled(fixedDelay = 1000)
    void look() {
        try {
            if (feed.clients() == 0) {
                changes.forget();
                told = "";
            } else {
                tellCluster();
                feed.changedElsewhere(changes.sinceLastAsked());
            }
        } catch (RuntimeException e) {
            LOG.debug("Live streams miss an update of the cluster", e);
        }
    }

    private void tellCluster() {
        List<Node> alive =
                nodes.alive().stream().map(ClusterFeed::withoutHeartbeat).toList();
        String now = feed.write(new News(pausing.pause().orElse(null), alive, locks.all()));
        if (!now.equals(told)) {
            told = now;
            feed.tell(new LiveMessage("cluster", "", now));
        }
        tellFollowers(alive);
    }

    /** It is part of why runs wait, and no run changes with it. */
    private void tellFollowers(List<Node> alive) {
        boolean now = alive.stream().allMatch(node -> node.pausedBy() != null);
        if (now != areAllPaused) {
            nodes.read(); // a run's reason is as of the last heartbeat
            feed.changedElsewhere(feed.followed());
            areAllPaused = now;
        }
    }

    /** It changes all the time, and readers see a dead node by its absence. */
    private static Node withoutHeartbeat(Node node) {
        return new Node(
                node.name(),
                node.address(),
                node.startedAt(),
                null,
                node.pausedBy(),
                node.workers(),
                node.runs(),
                node.isSelf());
    }
}
