package io.upkeep.web;

import io.upkeep.pipeline.Nodes.Node;
import io.upkeep.pipeline.Pausing.Pause;
import java.util.List;

/**
 * Who works on runs.
 *
 * @param paused who paused the whole system, why and since when; null when it is not paused
 * @param nodes those that live, the oldest first
 */
record ClusterView(Pause paused, List<Node> nodes) {}
