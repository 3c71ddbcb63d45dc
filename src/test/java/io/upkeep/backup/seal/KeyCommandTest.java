package io.upkeep.backup.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody reads who has lost everything but a bucket and an identity. */
class KeyCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private String identity;
    private String sealed;

    @BeforeEach
    void seal() throws Exception {
        identity = directory.resolve("identity").toString();
        sealed = directory.resolve("archive.tar.zst").toString();
        assertThat(key("new", identity)).isZero();
        try (OutputStream file = Files.newOutputStream(Path.of(sealed));
                OutputStream sealing =
                        Seal.of(List.of(out.toString(UTF_8).strip()), null).sealing(file, "4711")) {
            sealing.write("what was kept".getBytes(UTF_8));
        }
        out.reset();
    }

    private int key(String... arguments) {
        return KeyCommand.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments);
    }

    private String refused(String... arguments) {
        assertThat(key(arguments)).isEqualTo(2);
        assertThat(out.toString(UTF_8)).isEmpty();
        return err.toString(UTF_8).strip();
    }

    @Test
    void an_archive_is_opened_with_its_identity_and_id() {
        assertThat(key("open", identity, "4711", sealed)).isZero();

        assertThat(out.toString(UTF_8)).isEqualTo("what was kept");
    }

    @Test
    void what_is_wrong_is_said_in_words_and_not_as_a_class() {
        assertThat(refused("open", identity, "4712", sealed))
                .isEqualTo("upkeep key: it was sealed as '4711', not as '4712'");
        err.reset();
        assertThat(refused("new", identity)).startsWith("upkeep key: " + identity + " is there already");
        err.reset();
        assertThat(refused("open", identity, "4711", "no-such-archive"))
                .startsWith("upkeep key: there is no no-such-archive");
        err.reset();
        assertThat(refused("new", directory.resolve("no-such/identity").toString()))
                .contains("there is no", "no-such/identity");
    }

    @Test
    void a_file_that_is_none_and_one_that_was_cut_off_are_told_apart() throws Exception {
        Path other = Files.writeString(directory.resolve("other"), "");
        assertThat(refused("open", identity, "4711", other.toString()))
                .isEqualTo("upkeep key: " + other
                        + " is no file that Upkeep sealed, or the beginning of one; fetch it again");
        err.reset();
        byte[] whole = Files.readAllBytes(Path.of(sealed));
        Files.write(other, Arrays.copyOf(whole, whole.length - 1));
        assertThat(refused("open", identity, "4711", other.toString()))
                .isEqualTo("upkeep key: " + other
                        + " is damaged or cut off, what came out of it is not whole: fetch it again");
    }

    /** As the user pipes it: the class path is the product's, whose libraries log. */
    @Test
    void nothing_but_the_content_comes_out() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeyCommand.class.getName(),
                        "open",
                        identity,
                        "4711",
                        sealed)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.getInputStream().readAllBytes()).isEqualTo("what was kept".getBytes(UTF_8));
        assertThat(process.waitFor()).isZero();
    }
}
