package io.upkeep.notice.slack;

/**
 * A message body that {@code slack:} sends with {@code chat.postMessage} or, when {@code edits} is set, with
 * {@code chat.update}. Text is mrkdwn; whoever builds it escapes what is not theirs.
 *
 * @param channel name or id; null means the endpoint's
 * @param thread the parent's {@link MessageId}; null for a message of its own
 * @param edits the message to rewrite; null to post one
 * @param broadcast whether a message in a thread is shown in the channel too
 */
public record SlackPost(String channel, String text, MessageId thread, MessageId edits, boolean broadcast) {

    /** Where a message is: {@code chat.update} needs the channel's id, not its name. */
    public record MessageId(String channel, String ts) {

        /** Reads what {@link #toString} wrote. */
        public static MessageId parse(String text) {
            int slash = text.indexOf('/');
            return new MessageId(text.substring(0, slash), text.substring(slash + 1));
        }

        @Override
        public String toString() {
            return channel + "/" + ts;
        }
    }
}
