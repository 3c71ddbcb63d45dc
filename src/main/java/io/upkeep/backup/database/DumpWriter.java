package io.upkeep.backup.database;

import java.io.IOException;

/** Takes a dump's files, in ascending order of their names. */
@FunctionalInterface
public interface DumpWriter {

    /** Takes a file whole; the buffer is used again afterwards. */
    void file(String name, byte[] content, int length) throws IOException;
}
