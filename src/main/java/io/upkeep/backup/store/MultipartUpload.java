package io.upkeep.backup.store;

import io.upkeep.backup.store.Parts.Part;
import io.upkeep.text.Shown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * One archive in parts, several at once. What the store has of it from an earlier try stays there: a part is sent unless the
 * store lists one of the same size and checksum. A try that fails leaves its parts for the next.
 */
final class MultipartUpload {

    private static final Logger LOG = LoggerFactory.getLogger(MultipartUpload.class);
    private static final String TYPE = "application/zstd";
    private static final int TOLD = 10;
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(10);

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final Path file;
    private final Transfer transfer;
    private final Function<SdkException, String> words;
    private String id;
    /** No other part is begun, and those on their way are awaited, for the next try to find them. */
    private volatile boolean isGivenUp;

    MultipartUpload(
            S3Client s3,
            String bucket,
            String key,
            Path file,
            Transfer transfer,
            Function<SdkException, String> words) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.file = file;
        this.transfer = transfer;
        this.words = words;
    }

    /** The uploads of a key that were begun and are neither completed nor given up, the newest first. */
    static List<String> open(S3Client s3, String bucket, String key) {
        return s3
                .listMultipartUploadsPaginator(request -> request.bucket(bucket).prefix(key))
                .uploads()
                .stream()
                .filter(upload -> upload.key().equals(key))
                .sorted(Comparator.comparing(software.amazon.awssdk.services.s3.model.MultipartUpload::initiated)
                        .reversed())
                .map(software.amazon.awssdk.services.s3.model.MultipartUpload::uploadId)
                .toList();
    }

    /** Sends what is missing and completes the object, unless there is one. */
    void send(List<Part> parts, Map<String, String> metadata) throws InterruptedException {
        List<String> open = open(s3, bucket, key);
        id = open.isEmpty() ? begin(metadata) : open.get(0);
        Map<Integer, CompletedPart> there = there(parts);
        List<Part> missing =
                parts.stream().filter(part -> !there.containsKey(part.number())).toList();
        if (!there.isEmpty()) {
            LOG.info("{}: {} of {} parts are in the store already", key, there.size(), parts.size());
        }
        there.putAll(sent(missing, parts.size()));
        s3.completeMultipartUpload(request -> request.bucket(bucket)
                .key(key)
                .uploadId(id)
                .ifNoneMatch("*")
                .multipartUpload(whole -> whole.parts(new ArrayList<>(there.values()))));
    }

    private String begin(Map<String, String> metadata) {
        return s3.createMultipartUpload(request -> request.bucket(bucket)
                        .key(key)
                        .contentType(TYPE)
                        .metadata(metadata)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32))
                .uploadId();
    }

    private Map<Integer, CompletedPart> there(List<Part> parts) {
        Map<Integer, CompletedPart> there = new TreeMap<>();
        s3.listPartsPaginator(request -> request.bucket(bucket).key(key).uploadId(id)).parts().stream()
                .filter(listed -> listed.partNumber() <= parts.size())
                .filter(listed -> isSame(parts.get(listed.partNumber() - 1), listed))
                .forEach(listed -> there.put(
                        listed.partNumber(), completed(listed.partNumber(), listed.eTag(), listed.checksumCRC32())));
        return there;
    }

    private boolean isSame(Part part, software.amazon.awssdk.services.s3.model.Part listed) {
        return listed.size() == part.bytes()
                && new FilePart(file, part, null).crc32().equals(listed.checksumCRC32());
    }

    private Map<Integer, CompletedPart> sent(List<Part> missing, int all) throws InterruptedException {
        ExecutorService senders = Executors.newFixedThreadPool(
                transfer.uploadPerSecond() == null ? transfer.parallel() : 1,
                new CustomizableThreadFactory("backup-upload-"));
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
            end(senders);
        }
        if (failure != null) {
            throw new StoreFailed(
                    "%d of %d parts of %s are in the store, the next did not get there: %s; the next try goes on from there"
                            .formatted(all - missing.size() + sent.size(), all, key, why(failure)),
                    failure);
        }
        return sent;
    }

    /** Of an interrupted upload parts may be on their way: they are interrupted, too, and awaited all the same. */
    private void end(ExecutorService senders) {
        senders.shutdownNow();
        long end = System.nanoTime() + ENDED_WITHIN.toNanos();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended && System.nanoTime() < end) {
            try {
                ended = senders.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (!ended) {
            LOG.warn(
                    "{}: parts are still on their way {} s after the upload was given up",
                    key,
                    ENDED_WITHIN.toSeconds());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private String why(Throwable failure) {
        return failure instanceof SdkException store ? words.apply(store) : Shown.reason(failure.getMessage());
    }

    private CompletedPart send(Part part) {
        if (isGivenUp) {
            throw new CancellationException("a part before it did not get there");
        }
        var answer = s3.uploadPart(
                request -> request.bucket(bucket)
                        .key(key)
                        .uploadId(id)
                        .partNumber(part.number())
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                RequestBody.fromContentProvider(
                        new FilePart(file, part, transfer.uploadPerSecond()), part.bytes(), TYPE));
        return completed(part.number(), answer.eTag(), answer.checksumCRC32());
    }

    private static CompletedPart completed(int number, String tag, String crc32) {
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(tag)
                .checksumCRC32(crc32)
                .build();
    }

    private void tell(int done, int all) {
        if (done * TOLD / all > (done - 1) * TOLD / all) {
            LOG.info("{}: {} of {} parts are in the store", key, done, all);
        }
    }
}
