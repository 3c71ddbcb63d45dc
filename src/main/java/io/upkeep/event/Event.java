package io.upkeep.event;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A fact for programs, sent as a CloudEvent 1.0.
 *
 * @param type {@code io.upkeep.<noun>.<past tense>.v1}
 * @param subject what it is about, such as a run's id
 * @param key events with the same key arrive in order
 * @param sequence counts from 1 per subject, without gaps for runs
 * @param data JSON-able, free of secrets
 */
public record Event(
        UUID id, String type, String subject, String key, long sequence, Instant time, Map<String, Object> data) {}
