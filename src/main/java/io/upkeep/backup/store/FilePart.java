package io.upkeep.backup.store;

import io.upkeep.backup.store.Parts.Part;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.commons.io.input.ThrottledInputStream;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.http.ContentStreamProvider;

/** A part of a file, read as often as an upload needs it. */
final class FilePart implements ContentStreamProvider {

    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final Part part;
    private final DataSize perSecond;

    /** @param perSecond null: as fast as it goes */
    FilePart(Path file, Part part, DataSize perSecond) {
        this.file = file;
        this.part = part;
        this.perSecond = perSecond;
    }

    @Override
    public InputStream newStream() {
        try {
            return throttled(open(), perSecond);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("the archive " + file + " cannot be read", e);
    }

    private InputStream open() throws IOException {
        FileChannel channel = FileChannel.open(file);
        return BoundedInputStream.builder()
                .setInputStream(
                        new BufferedInputStream(Channels.newInputStream(channel.position(part.offset())), BUFFER))
                .setMaxCount(part.bytes())
                .get();
    }

    /** The stream, giving no more than so much. */
    static InputStream throttled(InputStream in, DataSize perSecond) throws IOException {
        return perSecond == null
                ? in
                : ThrottledInputStream.builder()
                        .setInputStream(in)
                        .setMaxBytes(perSecond.toBytes(), ChronoUnit.SECONDS)
                        .get();
    }

    /** As S3 writes it. */
    String crc32() {
        CRC32 sum = new CRC32();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return base64(sum);
    }

    /** That of a whole file, as S3 writes it: of one part its own, of several that of theirs, with their number. */
    static String crc32(Path file, List<Part> parts) {
        if (parts.size() == 1) {
            return new FilePart(file, parts.get(0), null).crc32();
        }
        CRC32 sum = new CRC32();
        parts.forEach(part -> sum.update(Base64.getDecoder().decode(new FilePart(file, part, null).crc32())));
        return base64(sum) + "-" + parts.size();
    }

    private static String base64(CRC32 sum) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) sum.getValue())
                        .array());
    }
}
