package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.target.HostStreams;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetOutputTest {

    private static final long MOST_GROWTH_MEBIBYTES = 64;

    @TempDir
    Path directory;

    FleetFixture fleet;

    @BeforeEach
    void hosts() throws Exception {
        fleet = FleetFixture.of(directory, 3);
    }

    @AfterEach
    void close() throws Exception {
        fleet.close();
    }

    @Test
    void a_gigabyte_of_output_ends_in_a_clear_failure_and_little_heap() throws Exception {
        try (HeapGrowth heap = new HeapGrowth()) {
            Exchange exchange = fleet.run("fleet:label:api?timeout=60s", "head -c 1073741824 /dev/zero | tr '\\000' x");

            assertThat(FleetFixture.failure(exchange).failed()).hasSize(3).allSatisfy(failed -> {
                assertThat(failed.kind()).isEqualTo(FaultKind.OUTPUT_TOO_LARGE);
                assertThat(failed.what()).contains("more than maxOutput=65536 bytes to stdout");
                assertThat(failed.stdout()).hasSizeLessThanOrEqualTo(4096).containsOnlyOnce("x".repeat(4096));
            });
            assertThat(heap.mebibytes()).isLessThan(MOST_GROWTH_MEBIBYTES);
        }
    }

    @Test
    void output_up_to_the_limit_is_kept_whole_on_either_stream() throws Exception {
        Exchange exact = fleet.run("fleet:name:api-1?maxOutput=8k", "head -c 8192 /dev/zero | tr '\\000' x >&2");
        Exchange more = fleet.run("fleet:name:api-1?maxOutput=8k", "head -c 8193 /dev/zero | tr '\\000' x >&2");

        assertThat(FleetFixture.of(exact, "api-1")).containsEntry("stderr", "x".repeat(8192));
        assertThat(FleetFixture.failure(more)).hasMessageContaining("more than maxOutput=8192 bytes to stderr");
    }

    @Test
    void output_streams_to_a_file_per_host_in_constant_memory() throws Exception {
        Path work = directory.resolve("work");
        try (HeapGrowth heap = new HeapGrowth()) {
            Exchange exchange =
                    fleet.run("fleet:name:api-1,name:api-2?output=file&directory=" + work + "&timeout=120s", """
                    f=$(mktemp) && trap 'rm -f "$f"' EXIT
                    head -c 104857600 /dev/urandom >"$f" && sha256sum <"$f" >&2 && cat "$f"
                    """);

            for (String host : new String[] {"api-1", "api-2"}) {
                Map<String, Object> stored = FleetFixture.of(exchange, host);
                Path file = Path.of((String) stored.get("path"));
                assertThat(file).hasParent(work).hasSize(104_857_600L);
                assertThat(stored).containsEntry("bytes", 104_857_600L);
                assertThat(stored.get("stderr")).as("what the host sent").isEqualTo(sha256(file) + "  -\n");
            }
            assertThat(heap.mebibytes()).isLessThan(MOST_GROWTH_MEBIBYTES);
            assertThat(heap.samples()).isGreaterThan(1);
        }
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void a_failed_host_leaves_no_half_file() throws Exception {
        Path work = directory.resolve("work");

        Exchange exchange =
                fleet.run("fleet:name:api-1?output=file&directory=" + work, "head -c 100000 /dev/zero; exit 4");

        assertThat(FleetFixture.failure(exchange)).hasMessageContaining("api-1: exit 4");
        try (var files = Files.list(work)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void a_directory_that_cannot_be_written_to_fails_clearly() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        Exchange exchange = fleet.run("fleet:name:api-1?output=file&directory=" + file, "echo x");

        assertThat(FleetFixture.failure(exchange).failed().get(0).kind()).isEqualTo(FaultKind.OUTPUT_NOT_STORED);
    }

    /** Keeps what comes; refuses a host's stream after so many bytes. */
    private static final class Kept implements HostStreams {

        private final Map<String, ByteArrayOutputStream> streams = new ConcurrentHashMap<>();
        private final Map<String, Boolean> closed = new ConcurrentHashMap<>();
        private final int limit;
        private List<String> hosts;
        private Boolean whole;

        Kept(int limit) {
            this.limit = limit;
        }

        @Override
        public void begin(List<String> all) {
            hosts = all;
        }

        @Override
        public OutputStream of(String host) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            streams.put(host, kept);
            return new FilterOutputStream(kept) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    if (kept.size() + length > limit) {
                        throw new IOException("it is full");
                    }
                    kept.write(bytes, offset, length);
                }

                @Override
                public void close() {
                    closed.put(host, true);
                }
            };
        }

        @Override
        public void end(boolean all) {
            whole = all;
        }
    }

    @Test
    void output_goes_while_it_comes_to_what_the_body_is() throws Exception {
        fleet.script("send.sh", "head -c 300000 /dev/zero; echo said >&2");
        Kept kept = new Kept(Integer.MAX_VALUE);

        Exchange exchange = fleet.run("fleet:name:api-1,name:api-2?output=stream&script=send.sh", kept);

        for (String host : List.of("api-1", "api-2")) {
            assertThat(FleetFixture.of(exchange, host))
                    .containsEntry("exit", 0)
                    .containsEntry("bytes", 300_000L)
                    .containsEntry("stderr", "said\n");
            assertThat(kept.streams.get(host).toByteArray()).isEqualTo(new byte[300_000]);
        }
        assertThat(kept.hosts).containsExactlyInAnyOrder("api-1", "api-2");
        assertThat(kept.closed).containsOnlyKeys("api-1", "api-2");
        assertThat(kept.whole).isTrue();
    }

    @Test
    void a_stream_of_a_failed_host_is_not_closed_and_the_whole_is_not_whole() throws Exception {
        fleet.script("half.sh", "head -c 3000 /dev/zero; exit 4");
        Kept kept = new Kept(Integer.MAX_VALUE);

        Exchange exchange = fleet.run("fleet:name:api-1?output=stream&script=half.sh", kept);

        assertThat(FleetFixture.failure(exchange)).hasMessageContaining("api-1: exit 4");
        assertThat(kept.closed).isEmpty();
        assertThat(kept.whole).isFalse();
    }

    @Test
    void a_host_whose_stream_is_refused_is_stopped_and_told_why() throws Exception {
        fleet.script("endless.sh", "cat /dev/zero");

        Exchange exchange = fleet.run("fleet:name:api-1?output=stream&script=endless.sh", new Kept(100_000));

        var failed = FleetFixture.failure(exchange).failed().get(0);
        assertThat(failed.kind()).isEqualTo(FaultKind.OUTPUT_NOT_STORED);
        assertThat(failed.what()).contains("it is full");
    }

    @Test
    void a_stream_needs_a_script_and_somebody_who_takes_it() throws Exception {
        fleet.script("send.sh", "echo x");

        assertThat(fleet.run("fleet:name:api-1?output=stream&script=send.sh", "text")
                        .getException())
                .hasMessageContaining("the body is nothing that takes streams");
        for (String uri : List.of(
                "fleet:name:api-1?output=stream",
                "fleet:name:api-1?output=stream&script=send.sh&input=body",
                "fleet:name:api-1?output=stream&script=send.sh&once=true",
                "fleet:name:api-1?output=stream&script=send.sh&directory=x",
                "fleet:name:api-1?output=pipe")) {
            assertThatThrownBy(() -> fleet.camel().getEndpoint(uri))
                    .as(uri)
                    .rootCause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("write");
        }
    }
}
