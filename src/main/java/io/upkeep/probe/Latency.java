package io.upkeep.probe;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Times in buckets whose bounds grow by the square root of two: a percentile is right within 41 %, whatever its size. */
final class Latency {

    private static final int MOST = 48;

    private Latency() {}

    /** The bucket of a time: the smallest whose bound is not less. */
    static int bucket(long millis) {
        int bucket = 0;
        while (bucket < MOST && bound(bucket) < millis) {
            bucket++;
        }
        return bucket;
    }

    /** The longest time in a bucket, in milliseconds. */
    static long bound(int bucket) {
        return Math.round(Math.pow(2, bucket / 2.0));
    }

    /** The bound that this share of the counted times does not exceed; empty when nothing was counted. */
    static OptionalLong percentile(Map<Integer, Long> counts, double share) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        long wanted = (long) Math.ceil(all * share);
        long seen = 0;
        for (Map.Entry<Integer, Long> bucket : new TreeMap<>(counts).entrySet()) {
            seen += bucket.getValue();
            if (seen >= wanted && all > 0) {
                return OptionalLong.of(bound(bucket.getKey()));
            }
        }
        return OptionalLong.empty();
    }
}
