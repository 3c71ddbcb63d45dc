package io.upkeep.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.upkeep.sandbox.Part;
import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.S3Part;
import io.upkeep.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What people are told when the store refuses or is silent: by its real answers, to the client that Camel uses. */
class StoreFaultTest {

    private static final Sandbox SANDBOX = Sandbox.untilExit(Places.of("sandbox-store-faults"), EnumSet.of(Part.S3));

    @AfterEach
    void heal() {
        SANDBOX.healAll();
    }

    private static String told(String address, String key, String bucket) {
        try (S3Client client = S3Client.builder()
                .endpointOverride(URI.create(address))
                .forcePathStyle(true)
                .region(Region.of(S3Part.REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key, S3Part.SECRET_KEY)))
                .build()) {
            S3Store store = new S3Store(
                    () -> client,
                    bucket,
                    new StoreSettings(new Transfer(1, null, null), null),
                    Clock.systemUTC(),
                    Map.of());
            SdkException failure = catchThrowableOfType(SdkException.class, () -> store.fetch("files/a.tar.zst"));
            assertThat(failure).as("the store refuses").isNotNull();
            return store.words(failure);
        }
    }

    private static String told(String key, String bucket) {
        return told(SANDBOX.s3().address(), key, bucket);
    }

    @Test
    void a_wrong_key_a_bucket_that_is_not_there_and_a_store_that_is_busy_say_what_to_do() {
        String where = "the store's bucket '%s' at " + SANDBOX.s3().address() + " ";

        assertThat(told("somebody", S3Part.BACKUP_BUCKET))
                .startsWith(where.formatted(S3Part.BACKUP_BUCKET) + "does not know the key (403 InvalidAccessKeyId); ")
                .contains("camel.component.aws2-s3.access-key")
                .doesNotContain("somebody");
        assertThat(told(S3Part.ACCESS_KEY, "bakups"))
                .isEqualTo(where.formatted("bakups")
                        + "is not there (404 NoSuchBucket); create it, or name another (upkeep.backup.bucket)");
        assertThat(told(S3Part.ACCESS_KEY, S3Part.BACKUP_BUCKET))
                .contains("has no such object (any more) (404 NoSuchKey); see `upkeep backup list`");
        SANDBOX.breakPart("s3", S3Part.REFUSE);
        assertThat(told(S3Part.ACCESS_KEY, S3Part.BACKUP_BUCKET))
                .contains("asks for fewer requests at once (503 SlowDown); try again later");
        assertThat(SANDBOX.s3().faultsHit()).isPositive();
    }

    @Test
    void a_store_that_is_not_reached_is_told_with_the_address_and_why() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }

        assertThat(told("http://127.0.0.1:" + nobody, S3Part.ACCESS_KEY, "backups"))
                .isEqualTo("the store's bucket 'backups' at http://127.0.0.1:" + nobody
                        + " was not reached: it refused the connection; check the address"
                        + " (camel.component.aws2-s3.uri-endpoint-override) and the network on the way");
        assertThat(told("http://no-such-store.invalid", S3Part.ACCESS_KEY, "backups"))
                .contains("its name has no address in DNS");
    }
}
