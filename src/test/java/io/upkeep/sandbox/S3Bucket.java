package io.upkeep.sandbox;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket: objects by key, in S3's order. One with Object Lock keeps what was deleted or written over. */
final class S3Bucket {

    private final ConcurrentSkipListMap<String, S3Object> objects = new ConcurrentSkipListMap<>();
    private final Optional<S3Versions> versions;

    S3Bucket(boolean locks) {
        this.versions = locks ? Optional.of(new S3Versions()) : Optional.empty();
    }

    /** What a bucket with Object Lock keeps beside its objects. */
    Optional<S3Versions> versions() {
        return versions;
    }

    Optional<S3Object> find(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    S3Object get(String key) {
        return find(key).orElseThrow(() -> S3Error.noSuchKey(key));
    }

    Collection<S3Object> all() {
        return objects.values();
    }

    void replace(String key, String by) {
        S3Object other = get(by);
        objects.put(
                key, new S3Object(key, other.file(), other.size(), other.etag(), other.headers(), other.modified()));
    }

    void remove(String key) {
        objects.remove(key);
    }

    /** Stores an object if the request's {@code If-None-Match} and {@code If-Match} hold; both in one atomic step. */
    void put(S3Request request, S3Object object) {
        objects.compute(object.key(), (key, existing) -> {
            check(request, existing);
            versions.ifPresent(kept -> kept.keep(existing));
            return object;
        });
    }

    /** Throws the error that {@link #put} would, before the body was read. */
    void check(S3Request request) {
        check(request, objects.get(request.key()));
    }

    private static void check(S3Request request, S3Object existing) {
        request.header("If-None-Match").ifPresent(condition -> {
            if (!condition.equals("*")) {
                throw new S3Error(501, "NotImplemented", "If-None-Match of a write takes only *");
            }
            if (existing != null) {
                throw S3Error.precondition("If-None-Match");
            }
        });
        request.header("If-Match").ifPresent(etag -> {
            if (existing == null) {
                throw S3Error.noSuchKey(request.key());
            }
            if (!etag.replace("\"", "").equals(existing.etag().replace("\"", ""))) {
                throw S3Error.precondition("If-Match");
            }
        });
    }
}
