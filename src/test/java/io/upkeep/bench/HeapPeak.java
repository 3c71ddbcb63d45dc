package io.upkeep.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** The most heap in use since the start: with garbage, and right after a collection. */
final class HeapPeak {

    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    private final AtomicLong afterCollection = new AtomicLong();

    private HeapPeak() {}

    static HeapPeak start() {
        HeapPeak peak = new HeapPeak();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(
                        (notification, nothing) -> peak.collected((CompositeData) notification.getUserData()),
                        notification -> notification
                                .getType()
                                .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
                        null);
            }
        }
        return peak;
    }

    private void collected(CompositeData data) {
        var after = GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageAfterGc();
        long used = pools.stream()
                .mapToLong(pool -> after.get(pool.getName()).getUsed())
                .sum();
        afterCollection.accumulateAndGet(used, Math::max);
    }

    long afterCollectionMiB() {
        return afterCollection.get() >> 20;
    }

    /** At most this: the pools' peaks need not have been at the same moment. */
    long withGarbageMiB() {
        return pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20;
    }
}
