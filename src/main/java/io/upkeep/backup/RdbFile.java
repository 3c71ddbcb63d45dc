package io.upkeep.backup;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A snapshot of Redis: starts with {@code REDIS} and a version, ends with the end mark and the CRC-64 of all before. */
final class RdbFile {

    private static final long POLYNOMIAL = 0x95AC9329AC4BC9B5L;
    private static final long[] TABLE = table();
    private static final int CHECKSUM = 8;
    private static final int END = 0xFF;
    private static final String MAGIC = "REDIS";

    private RdbFile() {}

    /** @throws BackupRefused when it is cut off, changed, or no snapshot */
    static void check(Path file) throws IOException {
        long size = Files.size(file);
        if (size < 9 + 1 + CHECKSUM) {
            throw new BackupRefused("the snapshot of Redis is cut off: it has %d bytes".formatted(size));
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            long crc = 0;
            int last = 0;
            StringBuilder start = new StringBuilder();
            for (long at = 0; at < size - CHECKSUM; at++) {
                last = in.read();
                crc = TABLE[(int) ((crc ^ last) & 0xff)] ^ (crc >>> 8);
                if (at < 5) {
                    start.append((char) last);
                }
            }
            long written = 0;
            byte[] end = in.readNBytes(CHECKSUM);
            for (int i = CHECKSUM - 1; i >= 0; i--) {
                written = (written << 8) | (end[i] & 0xff);
            }
            judge(start.toString(), last, crc, written);
        }
    }

    /** A server with {@code rdbchecksum no} writes 0. */
    private static void judge(String start, int last, long crc, long written) {
        if (!start.equals(MAGIC) || last != END) {
            throw new BackupRefused("what Redis sent is no whole snapshot: it starts with '" + EntryPath.shown(start)
                    + "' and " + (last == END ? "ends" : "does not end") + " with the end mark");
        }
        if (written != 0 && written != crc) {
            throw new BackupRefused("the snapshot of Redis was changed: its checksum is %016x instead of %016x"
                    .formatted(crc, written));
        }
    }

    private static long[] table() {
        long[] table = new long[256];
        for (int i = 0; i < table.length; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
            }
            table[i] = value;
        }
        return table;
    }
}
