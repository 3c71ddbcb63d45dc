package io.upkeep.backup.database;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Dumps a database in a JVM of its own with a small heap, and prints how many bytes went through. */
final class SmallHeapDump {

    static final int HEAP_MIB = 32;

    private SmallHeapDump() {}

    /** Started with its output in a file; it ends by itself, with 0 when the whole dump went through. */
    static Process start(Place place, String path, Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MIB + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapDump.class.getName(),
                        place.host(),
                        String.valueOf(place.port()),
                        place.database(),
                        place.user(),
                        place.password(),
                        path)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    public static void main(String[] words) throws IOException {
        Place place = new Place(words[0], Integer.parseInt(words[1]), words[2], words[3], words[4]);
        AtomicLong bytes = new AtomicLong();
        new DatabaseDump(place, words[5]).writeTo((name, content, length) -> bytes.addAndGet(length));
        System.out.println(bytes);
    }
}
