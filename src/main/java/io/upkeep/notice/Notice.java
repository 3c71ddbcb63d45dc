package io.upkeep.notice;

import java.time.Instant;
import java.util.UUID;

/**
 * A notice that is being sent.
 *
 * @param attempts how often it was tried, this time included
 * @param parent the receiver's id of the message that opened the conversation; null when there is none
 */
record Notice(long id, UUID run, Draft draft, int attempts, Instant createdAt, String parent) {}
