package io.upkeep.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A tar of which names can be read as the bytes that they are, too: the library gives only text, and replaces what is none. */
final class RawTar extends TarArchiveInputStream {

    private static final int FIELD = 100;
    /** Where the header of an entry has what it links to; its name comes first. */
    private static final int LINK = 157;

    private byte[] header = {};

    RawTar(InputStream in) {
        super(in, "UTF-8");
    }

    /** The last one that is read before an entry is given out is its own, whatever extensions came before. */
    @Override
    protected byte[] readRecord() throws IOException {
        byte[] record = super.readRecord();
        header = record == null ? header : record.clone();
        return record;
    }

    /** The present entry's name as the host has sent it; of one that is longer than its place in the header the beginning. */
    byte[] rawName() {
        return field(0);
    }

    /** The same of what it links to. */
    byte[] rawLink() {
        return field(LINK);
    }

    private byte[] field(int from) {
        int end = from;
        while (end < Math.min(header.length, from + FIELD) && header[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(header, from, end);
    }
}
