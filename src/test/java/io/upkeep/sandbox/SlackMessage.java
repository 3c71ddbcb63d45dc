package io.upkeep.sandbox;

/**
 * A message in the Slack stand-in.
 *
 * @param ts its id, unique and rising
 * @param thread the parent's id, empty when it is no reply
 * @param text the text or, with blocks, the fallback
 * @param blocks the blocks as JSON, empty when there are none
 * @param broadcast whether a reply is shown in the channel too
 * @param edits how often it was changed
 */
public record SlackMessage(String ts, String thread, String text, String blocks, boolean broadcast, int edits) {

    SlackMessage edited(String newText, String newBlocks) {
        return new SlackMessage(ts, thread, newText, newBlocks, broadcast, edits + 1);
    }
}
