package io.upkeep.backup;

/** What a configuration version may hold: plain files with usable names, not too many, not too large. */
final class VersionLimits {

    private static final long LARGEST = 16 * 1024 * 1024;
    private static final int MOST = 1000;

    private final String place;
    private int files;
    private long bytes;

    /** @param place how messages name the version */
    VersionLimits(String place) {
        this.place = place;
    }

    /** Counts a file in, or refuses it. */
    void add(String path, boolean plain, long size) {
        if (!plain) {
            throw new BackupRefused(place + ": '" + EntryPath.shown(path)
                    + "' is not a plain file; links and devices are not deployed");
        }
        if (path.chars().anyMatch(c -> c < ' ' || c == '\\')) {
            throw new BackupRefused(place + ": '" + EntryPath.shown(path) + "' is not a usable file name");
        }
        bytes += size;
        files++;
        if (bytes > LARGEST || files > MOST) {
            throw new BackupRefused("%s holds more than %d files or %d bytes; a configuration is small"
                    .formatted(place, MOST, LARGEST));
        }
    }

    void requireAny() {
        if (files == 0) {
            throw new BackupRefused(place + " holds no files; put the configuration there");
        }
    }
}
