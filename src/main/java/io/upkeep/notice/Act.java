package io.upkeep.notice;

/** What a notice does to its conversation: one run, one medium, one address. */
enum Act {
    /** Starts it: the parent message in Slack, the first mail. */
    OPEN,
    /** Rewrites the parent message; only the newest counts. */
    EDIT,
    /** Adds to it: a message in the thread, a mail that answers the first. */
    REPLY
}
