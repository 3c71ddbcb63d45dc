package io.upkeep.backup.store;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code upkeep.backup.transfer}: how archives travel to the store and back.
 *
 * @param parallel parts uploaded at once; one after the other where uploads are limited
 * @param uploadPerSecond the most that is sent, such as {@code 20MB}; absent: as fast as it goes
 * @param downloadPerSecond the most that is fetched, likewise
 */
public record Transfer(@DefaultValue("4") int parallel, DataSize uploadPerSecond, DataSize downloadPerSecond) {

    private static final int MOST_PARALLEL = 32;

    public Transfer {
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw new IllegalArgumentException("upkeep.backup.transfer.parallel=%d is not between 1 and %d; write 4"
                    .formatted(parallel, MOST_PARALLEL));
        }
        requirePositive("upload-per-second", uploadPerSecond);
        requirePositive("download-per-second", downloadPerSecond);
    }

    private static void requirePositive(String name, DataSize limit) {
        if (limit != null && limit.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "upkeep.backup.transfer.%s=%s lets nothing through; write 20MB, or leave it out for no limit"
                            .formatted(name, limit));
        }
    }
}
