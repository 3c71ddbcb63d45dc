package io.upkeep.backup.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SealTest {

    private static final SealKeys.Pair ADA = SealKeys.generate();
    private static final SealKeys.Pair BOB = SealKeys.generate();
    private static final Seal WRITER = Seal.of(List.of(ADA.recipient(), BOB.recipient()), null);
    private static final byte[] CONTENT = new byte[3_000_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private static byte[] sealed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = WRITER.sealing(bytes, "backup-1")) {
            out.write(CONTENT);
        }
        return bytes.toByteArray();
    }

    private static byte[] opened(Seal seal, byte[] sealed, String name) throws IOException {
        return seal.opening(new ByteArrayInputStream(sealed), name).readAllBytes();
    }

    @Test
    void each_recipient_opens_what_the_writer_cannot() throws IOException {
        byte[] sealed = sealed();
        for (SealKeys.Pair keys : List.of(ADA, BOB)) {
            assertThat(opened(Seal.of(List.of(), keys.identity()), sealed, "backup-1"))
                    .isEqualTo(CONTENT);
        }
        assertThat(WRITER.opens(WRITER.recipients())).isFalse();
        assertThatThrownBy(() -> opened(WRITER, sealed, "backup-1")).hasMessageContaining("sealed to others");
        Seal stranger = Seal.of(List.of(), SealKeys.generate().identity());
        assertThatThrownBy(() -> opened(stranger, sealed, "backup-1")).hasMessageContaining("sealed to others");
    }

    @Test
    void what_was_changed_cut_off_or_is_another_backups_is_refused() throws IOException {
        Seal reader = Seal.of(List.of(), ADA.identity());
        byte[] sealed = sealed();
        for (int at : new int[] {20, 200, sealed.length / 2, sealed.length - 1}) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> opened(reader, changed, "backup-1"))
                    .as("byte %d", at)
                    .isInstanceOf(IOException.class);
        }
        for (int length : new int[] {0, 10, 500, sealed.length / 2, 1 << 20, 2 << 20, sealed.length - 1}) {
            assertThatThrownBy(() -> opened(reader, Arrays.copyOf(sealed, length), "backup-1"))
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> opened(reader, sealed, "backup-2")).hasMessageContaining("sealed as 'backup-1'");
    }

    @Test
    void a_key_that_is_none_is_refused_without_being_shown() {
        assertThatThrownBy(() -> Seal.of(List.of("age1xyz"), null))
                .hasMessageContaining("'age1xyz' is not a recipient")
                .hasMessageContaining("upkeep.backup.recipients");
        String damaged = ADA.identity().substring(0, 40);
        assertThatThrownBy(() -> Seal.of(List.of(), damaged))
                .hasMessageContaining("upkeep.backup.identity")
                .hasMessageNotContaining(damaged)
                .hasNoCause();
        assertThatThrownBy(() -> Seal.of(List.of(ADA.identity()), null))
                .message()
                .doesNotContain(ADA.identity().substring(0, 30));
        assertThat(ADA.toString()).isEqualTo(ADA.recipient());
    }
}
