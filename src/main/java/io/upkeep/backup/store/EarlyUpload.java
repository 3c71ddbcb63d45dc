package io.upkeep.backup.store;

import io.upkeep.backup.store.Parts.Part;
import io.upkeep.text.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Sends the parts of an archive that is being written, each when it is whole and one byte follows it. A help and no more: it never
 * fails anybody, and what it did not bring to the store the upload sends, which ends it first.
 */
final class EarlyUpload {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyUpload.class);
    private static final long LOOKS_EVERY_MILLIS = 200;

    private final String key;
    private final Path file;
    private final Transfer transfer;
    private final Supplier<OpenUpload> beginning;
    private final ScheduledExecutorService senders;
    private final Map<Integer, String> checksums = new ConcurrentHashMap<>();
    private int submitted;
    private OpenUpload upload;
    private volatile boolean isGivenUp;

    /**
     * Looks at the file from now on; it need not be there yet. It only grows.
     *
     * @param beginning asked once, when there is a part to send
     */
    EarlyUpload(String key, Path file, Transfer transfer, Supplier<OpenUpload> beginning) {
        this.key = key;
        this.file = file;
        this.transfer = transfer;
        this.beginning = beginning;
        this.senders = Senders.of(transfer);
        var unused = senders.scheduleWithFixedDelay(this::look, 0, LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (isGivenUp) {
            return;
        }
        try {
            boolean isThere = Files.isRegularFile(file);
            if (!isThere && submitted > 0) {
                throw new NoSuchFileException(file + " is gone");
            }
            List<Part> whole = Parts.whole(isThere ? Files.size(file) : 0);
            if (!whole.isEmpty() && upload == null) {
                upload = beginning.get();
            }
            for (Part part : whole.subList(Math.min(submitted, whole.size()), whole.size())) {
                OpenUpload begun = upload;
                senders.execute(() -> send(begun, part));
                submitted++;
            }
        } catch (IOException | RuntimeException failed) {
            giveUp(failed);
        }
    }

    private void send(OpenUpload begun, Part part) {
        if (isGivenUp) {
            return;
        }
        try {
            CompletedPart sent = begun.send(file, part, transfer.uploadPerSecond());
            if (sent.checksumCRC32() != null) {
                checksums.put(part.number(), sent.checksumCRC32());
            }
        } catch (RuntimeException failed) {
            giveUp(failed);
        }
    }

    private void giveUp(Exception failed) {
        if (!isGivenUp) {
            isGivenUp = true;
            senders.shutdown();
            LOG.info(
                    "{}: nothing more is sent while it is written, the upload sends the rest: {}",
                    key,
                    Shown.reason(failed.getMessage()));
        }
    }

    /**
     * Begins no other part and awaits those on their way.
     *
     * @return the checksums of what it brought to the store, by number
     */
    Map<Integer, String> end() throws InterruptedException {
        isGivenUp = true;
        senders.shutdown();
        try {
            while (!senders.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.info("{}: parts that were sent while it was written are still on their way", key);
            }
        } finally {
            stop();
        }
        return Map.copyOf(checksums);
    }

    /** Ends at once: nobody wants it any more. */
    void stop() {
        isGivenUp = true;
        Senders.end(senders, key);
    }
}
