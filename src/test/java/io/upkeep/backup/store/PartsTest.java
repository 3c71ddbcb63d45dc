package io.upkeep.backup.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.backup.store.Parts.Part;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # bytes,         parts, of,        last
            0,               0,     0,         0
            1,               1,     1,         1
            16777216,        1,     16777216,  16777216
            16777217,        2,     16777216,  1
            167772160000,    10000, 16777216,  16777216
            167772160001,    5001,  33554432,  1
            5000000000000,   9935,  503316480, 54087680
            """)
    void cover_every_byte_once_in_no_more_than_ten_thousand(long bytes, int count, long size, long last) {
        List<Part> parts = Parts.of(bytes);

        assertThat(parts).hasSize(count);
        long offset = 0;
        for (int i = 0; i < count; i++) {
            Part part = parts.get(i);
            assertThat(part).isEqualTo(new Part(i + 1, offset, i == count - 1 ? last : size));
            offset += part.bytes();
        }
        assertThat(offset).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # written,     whole
            0,             0
            16777216,      0
            16777217,      1
            33554432,      1
            33554433,      2
            167772160000,  9999
            167772160001,  0
            """)
    void are_whole_when_something_follows_them_and_their_size_is_known(long written, int whole) {
        assertThat(Parts.whole(written)).isEqualTo(Parts.of(written).subList(0, whole));
    }
}
