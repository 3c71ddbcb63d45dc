package io.upkeep.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * A tree of 20,000 files, 1 GiB together: every other one is text such as logs hold, the others are random bytes. With
 * {@code -Dfiles=1000} there are fewer of the same size, for trying a benchmark out.
 */
final class Tree {

    static final int FILES = Integer.getInteger("files", 20_000);
    static final long BYTES = (1L << 30) / 20_000 * FILES;

    private static final int PER_DIRECTORY = 100;
    private static final String[] WORDS = {"called", "drawn", "waits", "left", "GET /tickets", "POST /tickets", "retry"
    };

    private Tree() {}

    static void write(Path root) throws IOException {
        Random random = new Random(1);
        int size = (int) (BYTES / FILES);
        for (int file = 0; file < FILES; file++) {
            Path directory = root.resolve(String.format(Locale.ROOT, "d%03d", file / PER_DIRECTORY));
            Files.createDirectories(directory);
            byte[] content = file % 2 == 0 ? text(random, size) : noise(random, size);
            Files.write(directory.resolve(String.format(Locale.ROOT, "f%05d", file)), content);
        }
    }

    private static byte[] noise(Random random, int size) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        return content;
    }

    private static byte[] text(Random random, int size) {
        StringBuilder text = new StringBuilder(size + 100);
        while (text.length() < size) {
            text.append("2026-01-02T03:")
                    .append(10 + random.nextInt(50))
                    .append(":00Z INFO queue=taxes ticket=")
                    .append(random.nextInt(100_000))
                    .append(' ')
                    .append(WORDS[random.nextInt(WORDS.length)])
                    .append(" millis=")
                    .append(random.nextInt(500))
                    .append('\n');
        }
        return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
    }
}
