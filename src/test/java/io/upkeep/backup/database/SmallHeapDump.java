package io.upkeep.backup.database;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;

/**
 * Dumps a database in a JVM of its own with a small heap, and prints how many bytes went through. Started by Spring's own
 * {@code main}: with a second one among the tests, {@code mvn spring-boot:test-run} would not know which is meant.
 */
class SmallHeapDump implements ApplicationRunner {

    static final int HEAP_MIB = 36;

    /** Started with its output in a file; it ends by itself, with 0 when the whole dump went through. */
    static Process start(Place place, String path, Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MIB + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpringApplication.class.getName(),
                        "--spring.main.sources=" + SmallHeapDump.class.getName(),
                        "--spring.main.web-application-type=none",
                        "--spring.config.location=optional:classpath:/none.yaml",
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

    @Override
    public void run(ApplicationArguments given) throws IOException {
        String[] words = given.getNonOptionArgs().toArray(String[]::new);
        Place place = new Place(words[0], Integer.parseInt(words[1]), words[2], words[3], words[4]);
        AtomicLong bytes = new AtomicLong();
        new DatabaseDump(place, words[5]).writeTo((name, content, length) -> bytes.addAndGet(length));
        System.out.println(bytes);
    }
}
