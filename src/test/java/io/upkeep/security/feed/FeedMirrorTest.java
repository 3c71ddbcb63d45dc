package io.upkeep.security.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.security.SecurityProperties;
import io.upkeep.security.Severity;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** Which feeds may go to hosts, and that the one before stays where one may not. */
class FeedMirrorTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final String ADDRESS = "http://mirror.example/release/1";

    @TempDir
    Path data;

    private FeedMirror mirror(Instant now) {
        return new FeedMirror(
                new FeedProperties(ADDRESS, List.of("bookworm"), Duration.ofMinutes(1), DataSize.ofKilobytes(64)),
                new SecurityProperties(
                        Duration.ofHours(50),
                        Duration.ofDays(400),
                        null,
                        new SecurityProperties.Scans(Set.of("debsecan"), Duration.ofHours(48), Severity.MEDIUM, 60),
                        null),
                data,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private Map<String, Object> take(byte[] feed, String lastModified) {
        return mirror(NOW).take("bookworm", 200, lastModified, new ByteArrayInputStream(feed));
    }

    @Test
    void a_good_feed_is_kept_with_its_own_time_and_given_to_hosts_as_it_came() throws IOException {
        Map<String, Object> taken = take(FeedServer.feed(10), "Sun, 29 Nov 2026 06:00:00 GMT");
        assertThat(taken)
                .containsEntry("suite", "bookworm")
                .containsEntry("entries", 10)
                .containsEntry("built", Instant.parse("2026-11-29T06:00:00Z").getEpochSecond());
        assertThat(mirror(NOW).content(taken)).isEqualTo(FeedServer.feed(10));
        Path file = data.resolve("security-feed/bookworm");
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo("2026-11-29T06:00:00Z");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).as("no parts are left").containsExactly(file);
        }
    }

    @Test
    void a_feed_without_a_time_is_of_now() {
        assertThat(take(FeedServer.feed(1), null)).containsEntry("built", NOW.getEpochSecond());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Thu, 26 Nov 2026 12:00:00 GMT; it is 72 h old, more than 48 h",
                "Mon, 30 Nov 2026 12:00:00 GMT; it is from the future",
                "yesterday; 'yesterday' is no time",
                "Sun, 29 Nov 2026 06:00:00 GMT; older than the one of 2026-11-29T08:00:00Z"
            })
    void a_feed_of_the_wrong_time_is_refused_and_the_one_before_kept(String lastModified, String reason) {
        take(FeedServer.feed(10), "Sun, 29 Nov 2026 08:00:00 GMT");
        refused(FeedServer.feed(20), lastModified, reason);
    }

    @Test
    void one_that_is_half_as_large_is_refused_and_a_little_smaller_one_taken() {
        take(FeedServer.feed(10), null);
        refused(
                FeedServer.feed(4),
                null,
                "it has 4 entries, less than half of the 10 before; when that is right, remove ");
        assertThat(take(FeedServer.feed(5), null)).containsEntry("entries", 5);
    }

    @Test
    void what_is_cut_off_no_feed_or_too_large_is_refused() {
        take(FeedServer.feed(10), null);
        byte[] good = FeedServer.feed(10);
        for (int length : new int[] {0, 1, 2, good.length / 2, good.length - 5}) {
            refused(Arrays.copyOf(good, length), null, "");
        }
        refused(Arrays.copyOf(good, good.length / 2), null, "it is cut off");
        refused("<html>\u0007".getBytes(StandardCharsets.UTF_8), null, "it is not packed with zlib");
        refused(new byte[65 * 1024], null, "it is larger than 65536 bytes");
        refused(FeedServer.packed("x\n".repeat(40)), null, "it does not begin with 'VERSION 1'");
        refused(FeedServer.packed("VERSION 1\na,b,c\n"), null, "it ends before its parts do");
        refused(FeedServer.packed("VERSION 1\n\n\n\n"), null, "it knows no vulnerability");
        refused(
                FeedServer.packed("VERSION 1\na,b,c\n\nopenssh,1, HRF,,\n\n"),
                null,
                "it has a line that debsecan cannot read: 'openssh,1, HRF,,'");
        refused(FeedServer.packed("VERSION 1\n" + "x".repeat(300 * 1024)), null, "it unpacks to more than any feed is");
    }

    private void refused(byte[] feed, String lastModified, String reason) {
        Path kept = data.resolve("security-feed/bookworm");
        byte[] before = read(kept);
        assertThatThrownBy(() -> take(feed, lastModified))
                .isInstanceOf(FeedRefused.class)
                .hasMessageStartingWith(ADDRESS + "/bookworm: ")
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\u0007");
        assertThat(read(kept)).isEqualTo(before);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void an_answer_that_breaks_off_or_is_no_feed_at_all_says_so() {
        assertThatThrownBy(() -> mirror(NOW).take("bookworm", 404, null, InputStream.nullInputStream()))
                .hasMessage(ADDRESS + "/bookworm: the answer was 404; is 'bookworm' a release that it has?");
        InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertThatThrownBy(() -> mirror(NOW).take("bookworm", 200, null, broken))
                .hasMessageContaining("it broke off after 0 bytes: connection reset");
    }

    @Test
    void what_was_changed_since_it_was_taken_goes_to_no_host() throws IOException {
        Map<String, Object> taken = take(FeedServer.feed(10), null);
        Files.writeString(data.resolve("security-feed/bookworm"), "something else");
        assertThatThrownBy(() -> mirror(NOW).content(taken)).hasMessageContaining("is not what was fetched");
    }

    @Test
    void without_an_address_nothing_is_mirrored() {
        FeedProperties none =
                new FeedProperties("", List.of("bookworm"), Duration.ofMinutes(1), DataSize.ofMegabytes(1));
        assertThat(none.address()).isEmpty();
        assertThat(mirror(NOW).suites()).containsExactly("bookworm");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ftp://x/; bookworm; address 'ftp://x' is no address of HTTP",
                "http://u:p@x/; bookworm; is no address of HTTP",
                "http://x/; ../etc; suites '../etc' is no codename of a Debian release"
            })
    void a_mistake_names_the_setting_and_a_right_one(String address, String suite, String problem) {
        assertThatThrownBy(() ->
                        new FeedProperties(address, List.of(suite), Duration.ofMinutes(1), DataSize.ofMegabytes(1)))
                .hasMessageContaining(problem)
                .hasMessageContaining("(application.yaml, upkeep.security.mirror.");
    }
}
