package io.upkeep.backup.store;

import io.upkeep.backup.store.Parts.Part;
import io.upkeep.text.Shown;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * One archive in parts, several at once. What the store has of it from an earlier try stays there: a part is sent unless the
 * store lists one of the same size and checksum. A try that fails leaves its parts for the next.
 */
final class MultipartUpload {

    private static final Logger LOG = LoggerFactory.getLogger(MultipartUpload.class);
    private static final int TOLD = 10;

    private final OpenUpload upload;
    private final Path file;
    private final Transfer transfer;
    private final Function<SdkException, String> words;
    /** No other part is begun, and those on their way are awaited, for the next try to find them. */
    private volatile boolean isGivenUp;

    MultipartUpload(OpenUpload upload, Path file, Transfer transfer, Function<SdkException, String> words) {
        this.upload = upload;
        this.file = file;
        this.transfer = transfer;
        this.words = words;
    }

    /**
     * Sends what is missing and completes the object, unless there is one.
     *
     * @param checksums of parts of this file that were sent before, as far as they are known; the others are read
     */
    void send(List<Part> parts, Map<Integer, String> checksums) throws InterruptedException {
        Map<Integer, CompletedPart> there = there(parts, checksums);
        List<Part> missing =
                parts.stream().filter(part -> !there.containsKey(part.number())).toList();
        if (!there.isEmpty()) {
            LOG.info("{}: {} of {} parts are in the store already", upload.key(), there.size(), parts.size());
        }
        there.putAll(sent(missing, parts.size()));
        upload.complete(there.values());
    }

    private Map<Integer, CompletedPart> there(List<Part> parts, Map<Integer, String> checksums) {
        Map<Integer, CompletedPart> there = new TreeMap<>();
        upload.stored().stream()
                .filter(listed -> listed.partNumber() <= parts.size())
                .filter(listed -> isSame(parts.get(listed.partNumber() - 1), listed, checksums))
                .forEach(listed -> there.put(
                        listed.partNumber(),
                        OpenUpload.completed(listed.partNumber(), listed.eTag(), listed.checksumCRC32())));
        return there;
    }

    private boolean isSame(
            Part part, software.amazon.awssdk.services.s3.model.Part listed, Map<Integer, String> checksums) {
        if (listed.size() != part.bytes()) {
            return false;
        }
        String known = checksums.get(part.number());
        return (known == null ? new FilePart(file, part, null).crc32() : known).equals(listed.checksumCRC32());
    }

    private Map<Integer, CompletedPart> sent(List<Part> missing, int all) throws InterruptedException {
        ScheduledExecutorService senders = Senders.of(transfer);
        CompletionService<CompletedPart> sending = new ExecutorCompletionService<>(senders);
        Map<Integer, CompletedPart> sent = new LinkedHashMap<>();
        Throwable failure = null;
        try {
            missing.forEach(part -> sending.submit(() -> send(part)));
            for (int i = 0; i < missing.size(); i++) {
                try {
                    CompletedPart one = sending.take().get();
                    sent.put(one.partNumber(), one);
                    tell(all - missing.size() + sent.size(), all);
                } catch (ExecutionException failed) {
                    isGivenUp = true;
                    failure = failure == null ? failed.getCause() : failure;
                }
            }
        } finally {
            isGivenUp = true;
            Senders.end(senders, upload.key());
        }
        if (failure != null) {
            throw new StoreFailed(
                    "%d of %d parts of %s are in the store, the next did not get there: %s; the next try goes on from there"
                            .formatted(all - missing.size() + sent.size(), all, upload.key(), why(failure)),
                    failure);
        }
        return sent;
    }

    private String why(Throwable failure) {
        return failure instanceof SdkException store ? words.apply(store) : Shown.reason(failure.getMessage());
    }

    private CompletedPart send(Part part) {
        if (isGivenUp) {
            throw new CancellationException("a part before it did not get there");
        }
        return upload.send(file, part, transfer.uploadPerSecond());
    }

    private void tell(int done, int all) {
        if (done * TOLD / all > (done - 1) * TOLD / all) {
            LOG.info("{}: {} of {} parts are in the store", upload.key(), done, all);
        }
    }
}
