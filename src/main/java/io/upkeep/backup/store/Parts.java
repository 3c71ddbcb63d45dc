package io.upkeep.backup.store;

import java.util.List;
import java.util.stream.LongStream;

/** How an archive is cut for its upload. S3 takes at most 10,000 parts; all but the last have the same size. */
final class Parts {

    static final long SMALLEST = 16L << 20;
    private static final int MOST = 10_000;

    private Parts() {}

    /** One part. Numbers begin at 1. */
    record Part(int number, long offset, long bytes) {}

    /** The parts of so many bytes, none for nothing. The same bytes are always cut alike, so an upload can be resumed. */
    static List<Part> of(long bytes) {
        long size = Math.max(SMALLEST, ceiling(ceiling(bytes, MOST), SMALLEST) * SMALLEST);
        return LongStream.range(0, ceiling(bytes, size))
                .mapToObj(i -> new Part((int) i + 1, i * size, Math.min(size, bytes - i * size)))
                .toList();
    }

    private static long ceiling(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
