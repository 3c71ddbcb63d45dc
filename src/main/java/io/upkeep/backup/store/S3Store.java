package io.upkeep.backup.store;

import io.upkeep.backup.store.Parts.Part;
import io.upkeep.http.LeftEarly;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The bucket of backups, for what Camel's {@code aws2-s3} cannot do: parts at once, going on after a failure, limits, versions,
 * locks. Every method may be called again with the same arguments.
 */
final class S3Store {

    private static final int NOT_FOUND = 404;

    private final Supplier<S3Client> client;
    private final String bucket;
    private final Transfer transfer;
    private final Optional<Lock> lock;
    private final Clock clock;
    private final Map<String, EarlyUpload> early;

    /**
     * @param client asked each time, so that a store may be named before there is one
     * @param early archives that are sent while they are written, by key; the same for every store of a bucket
     */
    S3Store(
            Supplier<S3Client> client,
            String bucket,
            StoreSettings settings,
            Clock clock,
            Map<String, EarlyUpload> early) {
        this.early = early;
        this.client = client;
        this.bucket = bucket;
        this.transfer = settings.transfer();
        this.lock = Optional.ofNullable(settings.lock());
        this.clock = clock;
    }

    /**
     * Sends the parts of an archive while it is written, until {@link #upload}, which sends the rest, or {@link #remove} ends it.
     * What fails meanwhile is left to the upload.
     *
     * @param archive not there yet, or begun by nobody but its writer, who only adds to it
     */
    void follow(String key, File archive) {
        unfollow(key);
        early.put(key, new EarlyUpload(key, archive.toPath(), transfer, () -> {
            S3Client s3 = client.get();
            lock.ifPresent(wanted -> requireLockable(s3));
            return OpenUpload.begin(s3, bucket, key);
        }));
    }

    private void unfollow(String key) {
        Optional.ofNullable(early.remove(key)).ifPresent(EarlyUpload::stop);
    }

    /**
     * Stores an archive, never over another one. What an earlier try of the same archive brought there, and what was sent while it
     * was written, is used.
     *
     * @throws StoreFailed when a part does not get there; the message says how far it got
     */
    void upload(String key, File archive) throws IOException, InterruptedException {
        EarlyUpload before = early.remove(key);
        Map<Integer, String> checksums = before == null ? Map.of() : before.end();
        S3Client s3 = client.get();
        lock.ifPresent(wanted -> requireLockable(s3));
        Path file = archive.toPath();
        List<Part> parts = Parts.of(Files.size(file));
        Optional<HeadObjectResponse> there = head(s3, key);
        if (there.isPresent() && isSame(there.get(), file, parts)) {
            return;
        }
        if (there.isPresent()) {
            // the name holds the run's id: it is what this run left there before it was taken again
            remove(s3, key);
        }
        if (parts.size() > 1) {
            new MultipartUpload(OpenUpload.begin(s3, bucket, key), file, transfer, this::words).send(parts, checksums);
            return;
        }
        s3.putObject(
                request -> request.bucket(bucket).key(key).ifNoneMatch("*").checksumAlgorithm(ChecksumAlgorithm.CRC32),
                RequestBody.fromContentProvider(
                        new FilePart(file, parts.get(0), transfer.uploadPerSecond()),
                        parts.get(0).bytes(),
                        OpenUpload.TYPE));
    }

    /** By size and checksum; by its size where the store knows no checksums: it is read back and compared, whatever this says. */
    private static boolean isSame(HeadObjectResponse there, Path file, List<Part> parts) {
        return there.contentLength() == parts.stream().mapToLong(Part::bytes).sum()
                && (there.checksumCRC32() == null || there.checksumCRC32().equals(FilePart.crc32(file, parts)));
    }

    private Optional<HeadObjectResponse> head(S3Client s3, String key) {
        try {
            return Optional.of(
                    s3.headObject(request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED)));
        } catch (NoSuchKeyException none) {
            return Optional.empty();
        }
    }

    /** An object's stream, no faster than {@code upkeep.backup.transfer.download-per-second}. */
    InputStream fetch(String key) throws IOException {
        ResponseInputStream<?> object =
                client.get().getObject(request -> request.bucket(bucket).key(key));
        return FilePart.throttled(new LeftEarly(object, object::abort), transfer.downloadPerSecond());
    }

    /**
     * Removes a backup's objects with all their versions, and what unfinished uploads left of the archive: first the mark that
     * it is whole, then the rest. Nothing happens where nothing is.
     *
     * @param contentsKey empty: it is not sealed
     * @throws StoreFailed when one is locked
     */
    void remove(String manifestKey, String contentsKey, String archiveKey) {
        unfollow(archiveKey);
        S3Client s3 = client.get();
        present(manifestKey, contentsKey, archiveKey).forEach(key -> remove(s3, key));
        present(archiveKey).forEach(key -> OpenUpload.of(s3, bucket, key).forEach(OpenUpload::abort));
    }

    private static Stream<String> present(String... keys) {
        return Stream.of(keys).filter(key -> !key.isEmpty());
    }

    private void remove(S3Client s3, String key) {
        Optional<Instant> locked = head(s3, key).map(HeadObjectResponse::objectLockRetainUntilDate);
        if (locked.isPresent() && locked.get().isAfter(clock.instant())) {
            // asking for it nevertheless would hide it
            throw new StoreFailed(
                    "%s is locked until %s and stays; it is removed when retention looks afterwards"
                            .formatted(key, locked.get()),
                    null);
        }
        boolean hidden = Boolean.TRUE.equals(
                s3.deleteObject(request -> request.bucket(bucket).key(key)).deleteMarker());
        if (hidden) {
            // the bucket keeps versions: what was only hidden would be paid for for ever
            removeVersions(s3, key);
        }
    }

    private void removeVersions(S3Client s3, String key) {
        var versions =
                s3.listObjectVersionsPaginator(request -> request.bucket(bucket).prefix(key));
        // the marks last: as long as one version stays, the object must not come back
        versions.versions().stream()
                .filter(version -> version.key().equals(key))
                .forEach(version -> s3.deleteObject(
                        request -> request.bucket(bucket).key(key).versionId(version.versionId())));
        versions.deleteMarkers().stream()
                .filter(mark -> mark.key().equals(key))
                .forEach(mark -> s3.deleteObject(
                        request -> request.bucket(bucket).key(key).versionId(mark.versionId())));
    }

    /**
     * Locks a backup's objects, where {@code upkeep.backup.lock} says so.
     *
     * @param contentsKey empty: it is not sealed
     * @return until when, as ISO 8601; empty when nothing is locked
     */
    String lock(String manifestKey, String contentsKey, String archiveKey) {
        if (lock.isEmpty()) {
            return "";
        }
        Instant until = clock.instant().plus(lock.get().keep()).truncatedTo(ChronoUnit.SECONDS);
        S3Client s3 = client.get();
        present(manifestKey, contentsKey, archiveKey)
                .forEach(key -> s3.putObjectRetention(request -> request.bucket(bucket)
                        .key(key)
                        .retention(retention ->
                                retention.mode(lock.get().mode().ofS3()).retainUntilDate(until))));
        return until.toString();
    }

    private void requireLockable(S3Client s3) {
        try {
            s3.getObjectLockConfiguration(request -> request.bucket(bucket));
        } catch (S3Exception none) {
            if (none.statusCode() != NOT_FOUND || none instanceof NoSuchBucketException) {
                throw none;
            }
            throw new StoreFailed(
                    "the bucket '%s' cannot lock objects: it was made without Object Lock; make one with Object Lock (aws s3api create-bucket --object-lock-enabled-for-bucket), or remove upkeep.backup.lock"
                            .formatted(bucket),
                    none);
        }
    }

    /** What a failure of the store means, for people. */
    String words(SdkException failure) {
        String address = client.get()
                .serviceClientConfiguration()
                .endpointOverride()
                .map(URI::toString)
                .orElse("");
        return StoreFault.words(failure, bucket, address).orElseThrow();
    }
}
