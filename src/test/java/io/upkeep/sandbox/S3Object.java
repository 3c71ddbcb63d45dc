package io.upkeep.sandbox;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * An object in the sandbox's S3.
 *
 * @param key its key
 * @param file where its bytes lie
 * @param size in bytes
 * @param etag with quotes
 * @param headers what HEAD tells beside size and ETag: content type, user metadata, checksums
 * @param modified when it was stored
 */
public record S3Object(String key, Path file, long size, String etag, Map<String, String> headers, Instant modified) {}
