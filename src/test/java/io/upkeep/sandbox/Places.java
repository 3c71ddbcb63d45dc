package io.upkeep.sandbox;

import java.nio.file.Path;

/** Where tests keep files: below a folder of their JVM's own, since the build runs test classes in several at once. */
public final class Places {

    private static final Path OF_THIS_JVM = Path.of(System.getProperty("upkeep.test.place", "target"));

    private Places() {}

    /** The absolute path of a folder that no other JVM of the build uses; it may not exist yet. */
    public static Path of(String first, String... more) {
        return OF_THIS_JVM.resolve(Path.of(first, more)).toAbsolutePath();
    }
}
