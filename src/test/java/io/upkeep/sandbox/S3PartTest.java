package io.upkeep.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3PartTest {

    private static final String BUCKET = S3Part.BACKUP_BUCKET;
    private static final S3Part S3 = S3Part.start(Places.of("sandbox-s3"));
    private static final S3Client CLIENT = S3Client.builder()
            .endpointOverride(URI.create(S3.address()))
            .forcePathStyle(true)
            .region(Region.of(S3Part.REGION))
            .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Part.ACCESS_KEY, S3Part.SECRET_KEY)))
            .overrideConfiguration(settings -> settings.retryStrategy(RetryMode.STANDARD))
            .build();

    @BeforeEach
    void begin() {
        S3.empty(BUCKET);
    }

    @AfterEach
    void heal() {
        S3.heal();
    }

    @AfterAll
    static void close() {
        CLIENT.close();
        S3.close();
    }

    @Test
    void keeps_objects_with_metadata_and_gives_ranges() {
        CLIENT.putObject(
                put -> put.bucket(BUCKET).key("a b/ü+1.txt").metadata(java.util.Map.of("run", "7")),
                RequestBody.fromString("0123456789"));

        var head = CLIENT.headObject(get -> get.bucket(BUCKET).key("a b/ü+1.txt"));
        var part = CLIENT.getObjectAsBytes(
                get -> get.bucket(BUCKET).key("a b/ü+1.txt").range("bytes=2-4"));

        assertThat(head.contentLength()).isEqualTo(10);
        assertThat(head.metadata()).containsEntry("run", "7");
        assertThat(part.asUtf8String()).isEqualTo("234");
        assertThat(S3.objects(BUCKET).get(0).headers()).containsKey("x-amz-checksum-crc32");
    }

    @Test
    void refuses_every_kind_of_wrong_checksum_and_keeps_nothing() {
        RequestBody body = RequestBody.fromString("hello");

        assertThatThrownBy(() ->
                        CLIENT.putObject(put -> put.bucket(BUCKET).key("k").checksumCRC32("AAAAAA=="), body))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining("did not match");
        assertThatThrownBy(() -> CLIENT.putObject(
                        put -> put.bucket(BUCKET).key("k").contentMD5("XUFAKrxLKna5cZ2REBfFkg=="),
                        RequestBody.fromString("other")))
                .hasMessageContaining("Content-MD5");
        assertThatThrownBy(() -> CLIENT.putObject(
                        put -> put.bucket(BUCKET)
                                .key("k")
                                .checksumSHA256("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
                        body))
                .hasMessageContaining("SHA256");
        assertThat(S3.objects(BUCKET)).isEmpty();
    }

    @Test
    void writes_only_once_when_asked_to() {
        CLIENT.putObject(put -> put.bucket(BUCKET).key("once").ifNoneMatch("*"), RequestBody.fromString("1"));

        assertThatThrownBy(() -> CLIENT.putObject(
                        put -> put.bucket(BUCKET).key("once").ifNoneMatch("*"), RequestBody.fromString("2")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        error -> assertThat(error.statusCode()).isEqualTo(412));
    }

    @Test
    void joins_parts_and_refuses_a_part_that_was_not_sent() throws Exception {
        byte[] big = new byte[5 * 1024 * 1024];
        new Random(1).nextBytes(big);
        String id = begin("multi");
        CompletedPart first = part(id, 1, big);
        CompletedPart second = part(id, 2, "end".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThatThrownBy(() -> complete(
                        id, List.of(first, second.toBuilder().eTag("\"0\"").build())))
                .hasMessageContaining("Part 2");

        complete(id, List.of(first, second));

        S3Object object = S3.object(BUCKET, "multi").orElseThrow();
        assertThat(object.size()).isEqualTo(big.length + 3);
        assertThat(object.etag()).endsWith("-2\"");
        assertThat(Files.readAllBytes(object.file())).startsWith(big).endsWith('e', 'n', 'd');
        assertThat(get("multi").asByteArray()).hasSize(big.length + 3);
    }

    @Test
    void lists_by_prefix_page_by_page_and_deletes() {
        for (String key : List.of("a/1", "a/2", "a/3", "b/1")) {
            CLIENT.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString(key));
        }

        assertThat(CLIENT.listObjectsV2Paginator(
                                list -> list.bucket(BUCKET).prefix("a/").maxKeys(2))
                        .contents())
                .extracting(software.amazon.awssdk.services.s3.model.S3Object::key)
                .containsExactly("a/1", "a/2", "a/3");
        assertThat(CLIENT.listObjectsV2(list -> list.bucket(BUCKET).delimiter("/"))
                        .commonPrefixes())
                .hasSize(2);
        CLIENT.deleteObject(delete -> delete.bucket(BUCKET).key("a/1"));
        assertThatThrownBy(() -> get("a/1")).isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void says_which_region_a_bucket_is_in() {
        assertThat(CLIENT.getBucketLocation(ask -> ask.bucket(BUCKET)).locationConstraintAsString())
                .isIn(null, "");
        assertThatThrownBy(() -> CLIENT.getBucketLocation(ask -> ask.bucket("none")))
                .isInstanceOf(software.amazon.awssdk.services.s3.model.NoSuchBucketException.class);
    }

    @Test
    void fails_parts_when_broken_and_takes_them_when_healed() {
        String id = begin("unlucky");
        S3.breakWith(S3Part.FAIL_PART);
        assertThatThrownBy(() -> part(id, 1, new byte[10])).isInstanceOf(S3Exception.class);
        assertThat(S3.faultsHit()).isPositive();

        S3.heal();
        complete(id, List.of(part(id, 1, new byte[10])));
        assertThat(S3.object(BUCKET, "unlucky")).isPresent();
    }

    @Test
    void corrupts_silently_so_that_only_a_reader_who_checks_sees_it() {
        S3.breakWith(S3Part.CORRUPT);
        CLIENT.putObject(put -> put.bucket(BUCKET).key("bad"), RequestBody.fromString("valuable"));
        S3.heal();

        assertThat(S3.faultsHit()).isPositive();
        assertThat(S3.object(BUCKET, "bad").orElseThrow().file()).content().isNotEqualTo("valuable");
        assertThatThrownBy(() -> get("bad")).isInstanceOf(SdkException.class).hasMessageContaining("checksum");
    }

    @Test
    void refuses_when_broken_and_strangers_always() {
        S3.breakWith(S3Part.REFUSE);
        assertThatThrownBy(() -> get("any"))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        error -> assertThat(error.statusCode()).isEqualTo(503));
        S3.heal();
        assertThatThrownBy(() -> CLIENT.headObject(get -> get.bucket(BUCKET)
                        .key("any")
                        .overrideConfiguration(call -> call.credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "y"))))))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        error -> assertThat(error.statusCode()).isEqualTo(403));
    }

    private static String begin(String key) {
        return CLIENT.createMultipartUpload(
                        create -> create.bucket(BUCKET).key(key).checksumAlgorithm(ChecksumAlgorithm.CRC32))
                .uploadId();
    }

    private static CompletedPart part(String id, int number, byte[] bytes) {
        var answer = CLIENT.uploadPart(
                upload -> upload.bucket(BUCKET).key(keyOf(id)).uploadId(id).partNumber(number),
                RequestBody.fromBytes(bytes));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32(answer.checksumCRC32())
                .build();
    }

    private static void complete(String id, List<CompletedPart> parts) {
        CLIENT.completeMultipartUpload(
                done -> done.bucket(BUCKET).key(keyOf(id)).uploadId(id).multipartUpload(list -> list.parts(parts)));
    }

    private static String keyOf(String id) {
        return CLIENT.listMultipartUploads(list -> list.bucket(BUCKET)).uploads().stream()
                .filter(upload -> upload.uploadId().equals(id))
                .findFirst()
                .orElseThrow()
                .key();
    }

    private static ResponseBytes<GetObjectResponse> get(String key) {
        return CLIENT.getObjectAsBytes(get -> get.bucket(BUCKET).key(key).checksumMode(ChecksumMode.ENABLED));
    }
}
