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

    /**
     * The parts of an archive that is still written, so far as they are whole and one byte follows them: an archive of one part is
     * not sent in parts. None when it is so large that its parts are larger, how large its end will tell.
     */
    static List<Part> whole(long bytes) {
        List<Part> parts = of(bytes);
        return parts.size() < 2 || parts.get(0).bytes() > SMALLEST ? List.of() : parts.subList(0, parts.size() - 1);
    }

    private static long ceiling(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
