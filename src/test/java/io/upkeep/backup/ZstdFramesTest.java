package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZstdFramesTest {

    private final Random random = new Random(1);
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 1",
        "2097151, 4096",
        "2097152, 2097152",
        "2097153, 2097153",
        "9000001, 5000000",
        "9000001, 700001"
    })
    void what_was_written_comes_back_however_it_was_cut(int size, int most) throws IOException {
        byte[] content = halfText(size);

        try (ZstdFrames frames = new ZstdFrames(compressed, true)) {
            for (int at = 0; at < size; ) {
                int length = Math.min(size - at, 1 + random.nextInt(most));
                frames.write(content, at, length);
                at += length;
            }
        }

        assertThat(read(compressed.toByteArray())).isEqualTo(content);
    }

    @Test
    void single_bytes_are_content_too() throws IOException {
        try (ZstdFrames frames = new ZstdFrames(compressed, true)) {
            frames.write('a');
            frames.write('b');
        }

        assertThat(read(compressed.toByteArray())).asString().isEqualTo("ab");
    }

    @Test
    void a_frame_says_how_much_it_holds_and_its_size_is_that_of_zstd() throws IOException {
        byte[] content = halfText(ZstdFrames.FRAME);

        try (ZstdFrames frames = new ZstdFrames(compressed, true)) {
            frames.write(content);
        }

        assertThat(Zstd.getFrameContentSize(compressed.toByteArray())).isEqualTo(ZstdFrames.FRAME);
        assertThat(compressed.size()).isLessThan(ZstdFrames.FRAME * 7 / 10);
    }

    @Test
    void without_checksums_each_frame_is_four_bytes_shorter_and_says_the_same() throws IOException {
        byte[] content = halfText(2 * ZstdFrames.FRAME);
        ByteArrayOutputStream bare = new ByteArrayOutputStream();

        try (ZstdFrames frames = new ZstdFrames(compressed, true);
                ZstdFrames without = new ZstdFrames(bare, false)) {
            frames.write(content);
            without.write(content);
        }

        assertThat(bare.size()).isEqualTo(compressed.size() - 2 * 4);
        assertThat(read(bare.toByteArray())).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void a_changed_byte_is_noticed_in_whichever_frame(double place) throws IOException {
        try (ZstdFrames frames = new ZstdFrames(compressed, true)) {
            frames.write(halfText(3 * ZstdFrames.FRAME));
        }
        byte[] damaged = compressed.toByteArray();
        damaged[(int) (damaged.length * place)] ^= 1;

        assertThatThrownBy(() -> read(damaged)).isInstanceOf(IOException.class);
    }

    @Test
    void a_failure_to_write_is_told_and_the_other_stream_closed_once() {
        Full full = new Full();
        ZstdFrames frames = new ZstdFrames(full, true);

        assertThatThrownBy(() -> frames.write(new byte[ZstdFrames.FRAME])).hasMessage("no space left");
        assertThatThrownBy(() -> {
                    frames.write(1);
                    frames.close();
                })
                .hasMessage("no space left");
        assertThat(full.closed).isEqualTo(1);
    }

    @Test
    void closing_again_writes_no_second_end() throws IOException {
        ZstdFrames frames = new ZstdFrames(compressed, true);
        frames.write('a');
        frames.close();
        int size = compressed.size();

        frames.close();

        assertThat(compressed.size()).isEqualTo(size);
    }

    private static byte[] read(byte[] compressed) throws IOException {
        try (ZstdInputStream plain = new ZstdInputStream(new ByteArrayInputStream(compressed))) {
            return plain.readAllBytes();
        }
    }

    private byte[] halfText(int size) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        for (int i = 0; i < size; i++) {
            content[i] = i / 4096 % 2 == 0 ? content[i] : (byte) ('a' + i % 7);
        }
        return content;
    }

    private static final class Full extends OutputStream {
        private int closed;

        @Override
        public void write(int value) throws IOException {
            throw new IOException("no space left");
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
