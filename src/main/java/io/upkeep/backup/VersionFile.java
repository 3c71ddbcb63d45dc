package io.upkeep.backup;

import java.nio.file.attribute.FileTime;

/** One file of a configuration version. */
@SuppressWarnings("ArrayRecordComponent") // compared by its hash, never as a value
record VersionFile(byte[] content, boolean executable, FileTime modified) {}
