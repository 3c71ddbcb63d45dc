package io.upkeep.backup.database;

import io.upkeep.text.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * Counts and hashes rows as COPY's text format writes them, one per line. The hash does not depend on the order of rows: it
 * is the sum, modulo 2^128, of the first 16 bytes of each line's SHA-256. Not for many threads.
 */
final class RowHash {

    private final MessageDigest digest;
    private final byte[] row = new byte[32];
    private long high;
    private long low;
    private long rows;
    private boolean within;

    RowHash() {
        digest = Sha256.digest();
    }

    /** The next bytes; lines may be cut anywhere. */
    void update(byte[] bytes, int offset, int length) {
        int start = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                digest.update(bytes, start, i - start);
                end();
                start = i + 1;
            }
        }
        if (start < offset + length) {
            digest.update(bytes, start, offset + length - start);
            within = true;
        }
    }

    private void end() {
        try {
            digest.digest(row, 0, row.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
        long addedLow = number(8);
        low += addedLow;
        high += number(0) + (Long.compareUnsigned(low, addedLow) < 0 ? 1 : 0);
        rows++;
        within = false;
    }

    private long number(int offset) {
        long number = 0;
        for (int i = 0; i < 8; i++) {
            number = (number << 8) | (row[offset + i] & 0xff);
        }
        return number;
    }

    /** What was seen, which must have ended with a whole line. */
    Fingerprint.Table of(String table) {
        if (within) {
            throw new IllegalStateException("the rows of " + table + " ended within a line");
        }
        return new Fingerprint.Table(table, rows, "%016x%016x".formatted(high, low));
    }
}
