package io.upkeep.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An S3 server, path style, with what a backup needs and nothing more: checksums that are really checked, multipart,
 * conditional writes, ranges, Object Lock. Objects lie on disk, memory stays constant. Own code and no library, because a backup's
 * tests need faults within single calls. Faults: {@code fail-part} answers UploadPart with 500, {@code
 * fail-later-parts} only from the third on, {@code fail-put} PutObject too, {@code corrupt} silently flips a byte of what is stored, {@code refuse} answers 503, {@code slow} waits 300 ms,
 * {@code dies} stores one more object and answers 503 from then on.
 */
public final class S3Part implements SandboxPart {

    public static final String ACCESS_KEY = "sandbox-access";
    public static final String SECRET_KEY = "sandbox-secret";
    public static final String REGION = "us-east-1";
    public static final String BACKUP_BUCKET = "virtual-queue-backups";

    public static final String FAIL_PART = "fail-part";
    public static final String FAIL_LATER_PARTS = "fail-later-parts";
    public static final String FAIL_PUT = "fail-put";
    public static final String CORRUPT = "corrupt";
    public static final String REFUSE = "refuse";
    public static final String SLOW = "slow";
    public static final String DIES = "dies";

    /** S3's oldest region, which is {@link #REGION}, is told by no name. */
    private static final String IN_FIRST_REGION =
            "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>";

    private static final String LOCKS =
            "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>";

    private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>", Pattern.DOTALL);
    private static final long SLOWNESS_NANOS = 300_000_000;

    private final int port = Ports.free();
    private final Faults faults = new Faults("s3", FAIL_PART, FAIL_LATER_PARTS, FAIL_PUT, CORRUPT, REFUSE, SLOW, DIES);
    private final AtomicInteger faultsHit = new AtomicInteger();
    private final AtomicInteger partsStored = new AtomicInteger();
    private final Map<String, S3Bucket> buckets = new ConcurrentSkipListMap<>();
    private final S3Objects objects;
    private final S3Uploads uploads;
    private final HttpPart server;

    private S3Part(Path directory) {
        this.objects = new S3Objects(directory);
        this.uploads = new S3Uploads(objects);
        buckets.put(BACKUP_BUCKET, new S3Bucket(false));
        this.server = HttpPart.start("s3", port, this::handle);
    }

    /** Starts it with the empty bucket {@link #BACKUP_BUCKET}. */
    static S3Part start(Path directory) {
        try {
            return new S3Part(Files.createDirectories(directory.resolve("s3")));
        } catch (IOException failure) {
            throw new UncheckedIOException("the sandbox's S3 cannot use " + directory, failure);
        }
    }

    /** The objects of a bucket, by key in S3's order. */
    public List<S3Object> objects(String bucket) {
        return List.copyOf(bucket(bucket).all());
    }

    /** One object. */
    public Optional<S3Object> object(String bucket, String key) {
        return bucket(bucket).find(key);
    }

    /** Loses an object. */
    public void remove(String bucket, String key) {
        bucket(bucket).remove(key);
    }

    /** Lets one key give what another one gives, as who writes over an object does. */
    public void replace(String bucket, String key, String by) {
        bucket(bucket).replace(key, by);
    }

    /** Deletes everything in a bucket: for tests that begin with an empty one. */
    public void empty(String bucket) {
        objects(bucket).forEach(object -> bucket(bucket).remove(object.key()));
    }

    /** How many calls the present fault has hit: a fault test asserts that it is not 0. */
    public int faultsHit() {
        return faultsHit.get();
    }

    /** How many parts of uploads were stored since the start. */
    public int partsStored() {
        return partsStored.get();
    }

    /** How many uploads in parts were begun and are neither completed nor given up. */
    public int openUploads() {
        return uploads.open();
    }

    /** Until when an object is locked; the epoch when it is not. */
    public Instant lockedUntil(String bucket, String key) {
        return bucket(bucket)
                .versions()
                .map(versions -> versions.retainedUntil(bucket(bucket).get(key)))
                .orElse(Instant.EPOCH);
    }

    /** Makes a bucket anew, empty, with Object Lock or without. */
    public void recreate(String bucket, boolean locks) {
        buckets.put(bucket, new S3Bucket(locks));
    }

    /** How many versions of objects a bucket with Object Lock keeps below a prefix, hidden ones too. */
    public int versions(String bucket, String prefix) {
        return versions(bucket(bucket)).all(bucket(bucket), prefix).size();
    }

    /** Flips a byte in the middle of a stored object. */
    public void corrupt(S3Object object) {
        try (RandomAccessFile file = new RandomAccessFile(object.file().toFile(), "rw")) {
            file.seek(object.size() / 2);
            int before = file.read();
            file.seek(object.size() / 2);
            file.write(before ^ 0x20);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot corrupt " + object.key(), failure);
        }
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public String address() {
        return "http://" + Ports.HOST + ":" + port;
    }

    @Override
    public String state() {
        return faults.current();
    }

    @Override
    public Set<String> faults() {
        return faults.known();
    }

    @Override
    public void breakWith(String fault) {
        faultsHit.set(0);
        faults.set(fault);
    }

    @Override
    public void heal() {
        faults.heal();
    }

    @Override
    public void close() {
        server.close();
        objects.forget();
    }

    private void handle(HttpExchange exchange) throws IOException {
        S3Request request = S3Request.of(exchange);
        try {
            admit(request);
            if (request.bucket().isEmpty()) {
                listBuckets(request);
            } else if (request.key().isEmpty()) {
                onBucket(request);
            } else {
                onObject(request, bucket(request.bucket()));
            }
        } catch (S3Error error) {
            drain(request);
            request.answer(error.status(), error.xml());
        }
    }

    private void admit(S3Request request) {
        if (hit(REFUSE)) {
            throw new S3Error(503, "SlowDown", "Please reduce your request rate.");
        }
        if (hit(SLOW)) {
            LockSupport.parkNanos(SLOWNESS_NANOS);
        }
        String authorization = request.header("Authorization").orElse("");
        if (!authorization.contains("Credential=" + ACCESS_KEY + "/")) {
            throw new S3Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist.");
        }
    }

    private boolean hit(String fault) {
        boolean hit = faults.is(fault);
        if (hit) {
            faultsHit.incrementAndGet();
        }
        return hit;
    }

    private S3Bucket bucket(String name) {
        S3Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist: " + name);
        }
        return bucket;
    }

    private void listBuckets(S3Request request) throws IOException {
        StringBuilder xml = new StringBuilder("<ListAllMyBucketsResult><Buckets>");
        buckets.keySet()
                .forEach(name -> xml.append("<Bucket><Name>").append(name).append("</Name></Bucket>"));
        request.answer(200, xml.append("</Buckets></ListAllMyBucketsResult>").toString());
    }

    private void onBucket(S3Request request) throws IOException {
        switch (request.method()) {
            case "PUT" -> {
                buckets.putIfAbsent(
                        request.bucket(),
                        new S3Bucket(request.header("x-amz-bucket-object-lock-enabled")
                                .orElse("")
                                .equals("true")));
                request.answer(200);
            }
            case "HEAD" -> {
                bucket(request.bucket());
                request.answer(200);
            }
            case "POST" -> deleteMany(request, bucket(request.bucket()));
            case "GET" -> {
                if (request.asks("uploads")) {
                    uploads.list(request);
                } else if (request.asks("versions")) {
                    versions(bucket(request.bucket())).list(request, bucket(request.bucket()));
                } else if (request.asks("object-lock")) {
                    versions(bucket(request.bucket()));
                    request.answer(200, LOCKS);
                } else if (request.asks("location")) {
                    bucket(request.bucket());
                    request.answer(200, IN_FIRST_REGION);
                } else {
                    S3Listing.answer(request, bucket(request.bucket()));
                }
            }
            default -> throw notAllowed(request);
        }
    }

    private void onObject(S3Request request, S3Bucket bucket) throws IOException {
        switch (request.method()) {
            case "PUT" -> {
                if (request.asks("retention")) {
                    versions(bucket).retain(request, bucket.get(request.key()));
                } else {
                    write(request, bucket);
                }
            }
            case "GET", "HEAD" -> {
                if (request.asks("uploadId")) {
                    uploads.listParts(request);
                } else {
                    objects.get(request, bucket);
                }
            }
            case "POST" -> {
                if (request.asks("uploads")) {
                    uploads.create(request);
                } else {
                    S3Uploads.answer(request, stored(uploads.complete(request, bucket)));
                }
            }
            case "DELETE" -> {
                if (request.asks("uploadId")) {
                    uploads.abort(request);
                } else if (request.asks("versionId")) {
                    versions(bucket).remove(request, bucket);
                } else if (bucket.versions().isPresent()) {
                    versions(bucket).hide(request, bucket);
                } else {
                    bucket.remove(request.key());
                    request.answer(204);
                }
            }
            default -> throw notAllowed(request);
        }
    }

    private void write(S3Request request, S3Bucket bucket) throws IOException {
        boolean part = request.asks("partNumber");
        boolean late = part && Integer.parseInt(request.query().get("partNumber")) > 2;
        if (hit(FAIL_PUT) || (part && hit(FAIL_PART)) || (late && hit(FAIL_LATER_PARTS))) {
            throw new S3Error(500, "InternalError", "We encountered an internal error. Please try again.");
        }
        Optional<String> source = request.header("x-amz-copy-source");
        if (part) {
            uploads.part(request);
            partsStored.incrementAndGet(); // before whoever sent it can ask
            request.answer(200);
        } else if (source.isPresent()) {
            S3Request from = S3Request.ofPath(source.get());
            objects.copy(request, bucket(from.bucket()).get(from.key()), bucket);
        } else {
            stored(objects.put(request, bucket));
            if (hit(DIES)) {
                breakWith(REFUSE);
            }
            request.answer(200);
        }
    }

    private S3Object stored(S3Object object) {
        if (object.size() > 0 && hit(CORRUPT)) {
            corrupt(object);
        }
        return object;
    }

    private static S3Versions versions(S3Bucket bucket) {
        return bucket.versions()
                .orElseThrow(() -> new S3Error(
                        404,
                        "ObjectLockConfigurationNotFoundError",
                        "Object Lock configuration does not exist for this bucket"));
    }

    private static void deleteMany(S3Request request, S3Bucket bucket) throws IOException {
        String xml = new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
        for (Matcher key = KEY.matcher(xml); key.find(); ) {
            bucket.remove(key.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        }
        request.answer(200, "<DeleteResult></DeleteResult>");
    }

    private static S3Error notAllowed(S3Request request) {
        return new S3Error(405, "MethodNotAllowed", request.method() + " is not allowed here.");
    }

    /** A client that still sends would see a broken pipe instead of the error. */
    private static void drain(S3Request request) throws IOException {
        request.body().transferTo(java.io.OutputStream.nullOutputStream());
    }
}
