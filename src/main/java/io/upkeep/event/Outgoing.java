package io.upkeep.event;

import java.time.Instant;
import java.util.UUID;

/**
 * An event on its way out.
 *
 * @param place where it stands in the outbox; smaller goes first
 * @param data JSON, as it is sent
 */
record Outgoing(
        long place, UUID id, String type, String subject, String key, long sequence, Instant time, String data) {}
