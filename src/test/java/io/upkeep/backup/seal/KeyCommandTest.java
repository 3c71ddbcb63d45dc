package io.upkeep.backup.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
