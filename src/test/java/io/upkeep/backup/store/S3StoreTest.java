package io.upkeep.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.upkeep.sandbox.Part;
import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.S3Object;
import io.upkeep.sandbox.S3Part;
import io.upkeep.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Against the sandbox's store, by the client that Camel uses. */
class S3StoreTest {

    private static final Sandbox SANDBOX = Sandbox.untilExit(Places.of("sandbox-backup-store"), EnumSet.of(Part.S3));
    private static final S3Client CLIENT = S3Client.builder()
            .endpointOverride(URI.create(SANDBOX.s3().address()))
            .forcePathStyle(true)
            .region(Region.of(S3Part.REGION))
            .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Part.ACCESS_KEY, S3Part.SECRET_KEY)))
            .build();
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    private static final String LOCKING = "locked-backups";
    private static final Map<String, EarlyUpload> EARLY = new ConcurrentHashMap<>();
    private static final String KEY = "files/a.tar.zst";
    private static final String MANIFEST = "files/a.manifest.json";
    private static final int SEVERAL = (int) (4 * Parts.SMALLEST + 12_345);

    @TempDir
    Path directory;

    @BeforeEach
    void empty_the_store() {
        s3().empty(S3Part.BACKUP_BUCKET);
        store().remove("", "", KEY); // uploads that were not completed
    }

    @AfterEach
    void heal() {
        SANDBOX.healAll();
    }

    @BeforeAll
    static void a_bucket_that_locks() {
        CLIENT.createBucket(request -> request.bucket(LOCKING).objectLockEnabledForBucket(true));
    }

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    private static S3Part s3() {
        return SANDBOX.s3();
    }

    private static S3Store store(String bucket, Transfer transfer, Lock lock, Instant now) {
        return store(CLIENT, bucket, transfer, lock, now);
    }

    private static S3Store store(S3Client client, String bucket, Transfer transfer, Lock lock, Instant now) {
        return new S3Store(
                () -> client, bucket, new StoreSettings(transfer, lock), Clock.fixed(now, ZoneOffset.UTC), EARLY);
    }

    private static S3Store store() {
        return store(S3Part.BACKUP_BUCKET, new Transfer(4, null, null), null, NOW);
    }

    private Path archive(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(7).nextBytes(content);
        return Files.write(directory.resolve("archive"), content);
    }

    private static S3Object stored() {
        return s3().object(S3Part.BACKUP_BUCKET, KEY).orElseThrow();
    }

    @Test
    void an_archive_arrives_as_it_is_whether_in_one_part_or_in_several() throws Exception {
        for (int bytes : List.of(10_000, SEVERAL)) {
            empty_the_store();
            Path archive = archive(bytes);

            store().upload(KEY, archive.toFile());

            assertThat(stored().file()).hasSameBinaryContentAs(archive);
            assertThat(s3().openUploads()).isZero();
        }
    }

    @Test
    void a_second_try_sends_only_the_parts_that_are_not_there() throws Exception {
        Path archive = archive(SEVERAL);
        int before = s3().partsStored();
        SANDBOX.breakPart("s3", S3Part.FAIL_LATER_PARTS);
        Throwable failed = catchThrowable(() -> store().upload(KEY, archive.toFile()));
        assertThat(failed)
                .hasMessageMatching(
                        "(?s)[12] of 5 parts of files/a.tar.zst are in the store, the next did not get there: .*; the next try goes on from there");
        assertThat(s3().faultsHit()).isPositive();
        assertThat(failed)
                .as("none is on its way any more")
                .hasMessageStartingWith("%d of", s3().partsStored() - before);
        SANDBOX.healAll();

        store().upload(KEY, archive.toFile());

        assertThat(s3().partsStored() - before).as("both tries").isEqualTo(5);
        assertThat(stored().file()).hasSameBinaryContentAs(archive);
        assertThat(s3().openUploads()).isZero();
    }

    @Test
    void parts_that_are_on_their_way_when_another_fails_are_awaited() throws Exception {
        Path archive = archive(SEVERAL);
        int before = s3().partsStored();
        SANDBOX.breakPart("s3", S3Part.FAIL_LATER_PARTS);
        CountDownLatch failed = new CountDownLatch(1);
        S3Client client = (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) -> {
                    boolean isPart = method.getName().equals("uploadPart");
                    if (isPart && partNumber(arguments[0]) < 3) {
                        failed.await();
                    }
                    try {
                        return asked(method, arguments);
                    } catch (SdkException e) {
                        if (isPart) {
                            failed.countDown();
                        }
                        throw e;
                    }
                });

        assertThatThrownBy(() -> store(client, S3Part.BACKUP_BUCKET, new Transfer(4, null, null), null, NOW)
                        .upload(KEY, archive.toFile()))
                .hasMessageStartingWith("2 of 5 parts");

        assertThat(failed.getCount()).isZero();
        assertThat(s3().partsStored() - before).isEqualTo(2);
    }

    @Test
    void an_upload_that_is_interrupted_has_ended_when_it_says_so() throws Exception {
        Path archive = archive(SEVERAL);
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger onTheirWay = new AtomicInteger();
        CountDownLatch interrupted = new CountDownLatch(2);
        CountDownLatch arrive = new CountDownLatch(1);
        S3Client client = (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("uploadPart")) {
                        return asked(method, arguments);
                    }
                    begun.incrementAndGet();
                    onTheirWay.incrementAndGet();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        arrive.await(); // as a write to a socket, which heeds no interrupt
                    } finally {
                        onTheirWay.decrementAndGet();
                    }
                    throw SdkClientException.create("interrupted");
                });
        AtomicReference<Throwable> ended = new AtomicReference<>();
        AtomicInteger left = new AtomicInteger();
        Thread uploading = new Thread(() -> {
            ended.set(catchThrowable(() -> store(client, S3Part.BACKUP_BUCKET, new Transfer(2, null, null), null, NOW)
                    .upload(KEY, archive.toFile())));
            left.set(onTheirWay.get());
        });
        uploading.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> onTheirWay.get() == 2);

        uploading.interrupt();
        interrupted.await();
        await().until(() -> !uploading.isAlive() || uploading.getState() == Thread.State.TIMED_WAITING);
        arrive.countDown();
        uploading.join();

        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        assertThat(left).as("on their way when it said so").hasValue(0);
        assertThat(begun).as("no other is begun").hasValue(2);
    }

    private static Object asked(Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(CLIENT, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private static int partNumber(Object request) {
        return UploadPartRequest.builder()
                .applyMutation((Consumer<UploadPartRequest.Builder>) request)
                .build()
                .partNumber();
    }

    @Test
    void parts_of_another_archive_are_not_taken_for_its_own() throws Exception {
        Path archive = archive(SEVERAL);
        SANDBOX.breakPart("s3", S3Part.FAIL_LATER_PARTS);
        int begun = s3().partsStored();
        // on a busy machine the second may not have begun when a try is given up
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThatThrownBy(() -> store().upload(KEY, archive.toFile())).isInstanceOf(Exception.class);
            return s3().partsStored() - begun == 2;
        });
        SANDBOX.healAll();
        Files.write(archive, new byte[] {1, 2, 3}, StandardOpenOption.WRITE); // only the first part differs
        int before = s3().partsStored();

        store().upload(KEY, archive.toFile());

        assertThat(s3().partsStored() - before).isEqualTo(4);
        assertThat(stored().file()).hasSameBinaryContentAs(archive);
    }

    @Test
    void what_arrived_is_not_sent_again_and_what_was_taken_anew_replaces_it() throws Exception {
        Path archive = archive(10_000);
        store().upload(KEY, archive.toFile());
        Instant first = stored().modified();

        store().upload(KEY, archive.toFile());
        assertThat(stored().modified()).isEqualTo(first);

        Files.write(archive, new byte[] {1, 2, 3});
        store().upload(KEY, archive.toFile());
        assertThat(stored().file()).hasSameBinaryContentAs(archive);
    }

    private static byte[] noise(int bytes, int seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    private Path follow(byte[] beginning) throws IOException {
        Path archive = directory.resolve("archive");
        store().follow(KEY, archive.toFile());
        return Files.write(archive, beginning);
    }

    private static void awaitParts(int before, int parts) {
        await().atMost(Duration.ofSeconds(60)).until(() -> s3().partsStored() - before == parts);
    }

    @Test
    void what_was_sent_while_an_archive_was_written_is_not_sent_again() throws Exception {
        int before = s3().partsStored();
        byte[] whole = noise(SEVERAL, 7);
        int written = (int) (2 * Parts.SMALLEST + 1);
        Path archive = follow(Arrays.copyOf(whole, written));
        awaitParts(before, 2);
        assertThat(s3().objects(S3Part.BACKUP_BUCKET)).isEmpty();
        Files.write(archive, Arrays.copyOfRange(whole, written, SEVERAL), StandardOpenOption.APPEND);

        store().upload(KEY, archive.toFile());

        assertThat(s3().partsStored() - before).isEqualTo(5);
        assertThat(stored().file()).hasBinaryContent(whole);
        assertThat(s3().openUploads()).isZero();
        assertThat(EARLY).isEmpty();
    }

    @Test
    void an_archive_of_one_part_is_sent_when_it_is_whole() throws Exception {
        int before = s3().partsStored();
        byte[] whole = noise((int) Parts.SMALLEST, 7);
        Path archive = follow(whole);

        store().upload(KEY, archive.toFile());

        assertThat(s3().partsStored()).isEqualTo(before);
        assertThat(s3().openUploads()).isZero();
        assertThat(stored().file()).hasBinaryContent(whole);
    }

    @Test
    void what_could_not_be_sent_while_an_archive_was_written_is_left_to_the_upload() throws Exception {
        int before = s3().partsStored();
        SANDBOX.breakPart("s3", S3Part.FAIL_LATER_PARTS);
        byte[] whole = noise(SEVERAL, 7);
        Path archive = follow(whole);
        await().atMost(Duration.ofSeconds(60)).until(() -> s3().faultsHit() > 0);
        SANDBOX.healAll();

        store().upload(KEY, archive.toFile());

        assertThat(s3().partsStored() - before).isEqualTo(5);
        assertThat(stored().file()).hasBinaryContent(whole);
        assertThat(s3().openUploads()).isZero();
    }

    @Test
    void an_archive_that_is_begun_anew_has_no_part_of_the_one_before() throws Exception {
        int before = s3().partsStored();
        Path archive = follow(noise(SEVERAL, 8));
        awaitParts(before, 4);
        Files.delete(archive);
        byte[] whole = noise(SEVERAL, 7);
        follow(whole);

        store().upload(KEY, archive.toFile());

        assertThat(stored().file()).hasBinaryContent(whole);
        assertThat(s3().openUploads()).isZero();
    }

    @Test
    void removing_ends_what_is_sent_while_an_archive_is_written() throws Exception {
        int before = s3().partsStored();
        Path archive = follow(noise((int) Parts.SMALLEST + 1, 7));
        awaitParts(before, 1);

        store().remove(MANIFEST, "", KEY);
        Files.write(archive, noise((int) Parts.SMALLEST, 8), StandardOpenOption.APPEND);

        assertThat(s3().openUploads()).isZero();
        assertThat(EARLY).isEmpty();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("backup-upload-")));
        assertThat(s3().partsStored() - before).isEqualTo(1);
    }

    @Test
    void removing_takes_the_objects_and_what_an_unfinished_upload_left() throws Exception {
        Path archive = archive(SEVERAL);
        SANDBOX.breakPart("s3", S3Part.FAIL_LATER_PARTS);
        assertThatThrownBy(() -> store().upload(KEY, archive.toFile())).isInstanceOf(Exception.class);
        SANDBOX.healAll();
        CLIENT.putObject(
                request -> request.bucket(S3Part.BACKUP_BUCKET).key(MANIFEST),
                software.amazon.awssdk.core.sync.RequestBody.fromString("{}"));
        assertThat(s3().openUploads()).isEqualTo(1);

        store().remove(MANIFEST, "", KEY);
        store().remove(MANIFEST, "", KEY);

        assertThat(s3().openUploads()).isZero();
        assertThat(s3().objects(S3Part.BACKUP_BUCKET)).isEmpty();
    }

    @Test
    void no_more_goes_over_the_line_in_a_second_than_is_allowed() throws Exception {
        Path archive = archive(3_000_000);
        S3Store slow = store(
                S3Part.BACKUP_BUCKET, new Transfer(4, DataSize.ofMegabytes(2), DataSize.ofMegabytes(2)), null, NOW);
        long started = System.nanoTime();

        slow.upload(KEY, archive.toFile());
        Duration sent = Duration.ofNanos(System.nanoTime() - started);
        started = System.nanoTime();
        byte[] back;
        try (InputStream stored = slow.fetch(KEY)) {
            back = stored.readAllBytes();
        }
        Duration fetched = Duration.ofNanos(System.nanoTime() - started);

        assertThat(sent).isGreaterThan(Duration.ofMillis(900));
        assertThat(fetched).isGreaterThan(Duration.ofMillis(900));
        assertThat(back).isEqualTo(Files.readAllBytes(archive));
        assertThat(stored().file()).hasSameBinaryContentAs(archive);
    }

    @Test
    void a_locked_backup_is_removed_only_after_its_lock_and_then_with_all_its_versions() throws Exception {
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
        Lock day = new Lock(Lock.Mode.GOVERNANCE, Duration.ofDays(1));
        Transfer transfer = new Transfer(4, null, null);
        S3Store store = store(LOCKING, transfer, day, now);
        store.upload(KEY, archive(10_000).toFile());

        assertThat(store.lock("", "", KEY)).isEqualTo(now.plusSeconds(86_400).toString());
        assertThat(s3().lockedUntil(LOCKING, KEY)).isEqualTo(now.plusSeconds(86_400));
        assertThatThrownBy(() -> store.remove("", "", KEY))
                .hasMessageStartingWith("files/a.tar.zst is locked until " + now.plusSeconds(86_400));
        assertThatThrownBy(() -> deleteVersion(versions().get(0))).hasMessageContaining("protected by object lock");
        assertThat(s3().object(LOCKING, KEY)).isPresent();

        // a shorter lock takes its place, as a special right allows, and ends
        store(LOCKING, transfer, new Lock(Lock.Mode.GOVERNANCE, Duration.ofSeconds(1)), now)
                .lock("", "", KEY);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Clock.systemUTC().instant().isAfter(now.plusSeconds(1)));
        store(LOCKING, transfer, day, now.plusSeconds(2)).remove("", "", KEY);
        assertThat(versions()).isEmpty();
        assertThat(CLIENT.listObjectVersions(request -> request.bucket(LOCKING)).deleteMarkers())
                .isEmpty();
    }

    private static void deleteVersion(String version) {
        CLIENT.deleteObject(request -> request.bucket(LOCKING).key(KEY).versionId(version));
    }

    private static List<String> versions() {
        return CLIENT.listObjectVersions(request -> request.bucket(LOCKING)).versions().stream()
                .map(version -> version.versionId())
                .toList();
    }

    @Test
    void a_bucket_that_cannot_lock_is_told_of_before_anything_is_sent() throws Exception {
        Path archive = archive(10_000);
        S3Store store = store(
                S3Part.BACKUP_BUCKET,
                new Transfer(4, null, null),
                new Lock(Lock.Mode.COMPLIANCE, Duration.ofDays(1)),
                NOW);

        assertThatThrownBy(() -> store.upload(KEY, archive.toFile()))
                .hasMessageStartingWith("the bucket 'virtual-queue-backups' cannot lock objects: ")
                .hasMessageContaining("--object-lock-enabled-for-bucket");
        assertThat(s3().objects(S3Part.BACKUP_BUCKET)).isEmpty();
    }

    @Test
    void settings_that_let_nothing_through_or_lock_nothing_are_told_with_an_example() {
        assertThatThrownBy(() -> new Transfer(0, null, null)).hasMessageContaining("between 1 and 32");
        assertThatThrownBy(() -> new Transfer(4, DataSize.ofBytes(0), null)).hasMessageContaining("write 20MB");
        assertThatThrownBy(() -> new Lock(Lock.Mode.COMPLIANCE, Duration.ZERO))
                .hasMessageContaining("lock: {mode: GOVERNANCE, keep: 30d}");
        assertThatThrownBy(() -> new Lock(null, Duration.ofDays(1))).hasMessageContaining("mode=null");
    }
}
