package io.upkeep.fleet;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Keeps text in memory, never more than its limit, and tells the log each line as it comes. */
final class TextSink extends Sink {

    private static final int FIRST = 1024;
    private static final int SHOWN = 4096;

    private final String host;
    private final FleetLog.Stream stream;
    private final HostOrder order;
    private byte[] kept = new byte[FIRST];
    private int size;
    private int line;
    private int lines;
    private final int toldBefore;

    /** So many lines were told when the same output came before; they are not told again. */
    TextSink(String host, FleetLog.Stream stream, HostOrder order, Runnable onFault, int toldBefore) {
        super(onFault);
        this.toldBefore = toldBefore;
        this.host = host;
        this.stream = stream;
        this.order = order;
    }

    @Override
    void take(byte[] bytes, int offset, int length) throws HostFault {
        int taken = Math.min(length, order.maxOutput() - size);
        if (size + taken > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(order.maxOutput(), Math.max(size + taken, kept.length * 2)));
        }
        System.arraycopy(bytes, offset, kept, size, taken);
        size += taken;
        tellLines();
        if (taken < length) {
            throw new HostFault(
                    FaultKind.OUTPUT_TOO_LARGE,
                    "printed more than maxOutput=" + order.maxOutput() + " bytes to " + word() + " and was stopped",
                    "make the script print less, raise maxOutput, or stream it with output=file");
        }
    }

    private void tellLines() {
        for (int at = line; at < size; at++) {
            if (kept[at] == '\n') {
                tell(at);
                line = at + 1;
            }
        }
    }

    private void tell(int end) {
        lines++;
        if (lines > toldBefore) {
            order.log().line(host, stream, lenient(line, end));
        }
    }

    /** How many lines the log knows. */
    synchronized int told() {
        return Math.max(lines, toldBefore);
    }

    @Override
    synchronized void end() throws HostFault {
        if (line < size) {
            tell(size);
            line = size;
        }
        super.end();
    }

    /** All of it, checked to be text. */
    synchronized String text() throws HostFault {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(kept, 0, size))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return order.redaction().of(text);
            }
        } catch (CharacterCodingException binary) {
            // told below, like a NUL
        }
        throw new HostFault(
                FaultKind.OUTPUT_NOT_TEXT,
                "printed binary data to " + word() + ", not UTF-8 text",
                "let the script print text (LC_ALL=C.UTF-8), or take the bytes with output=file");
    }

    @Override
    HostOutcome success(String name, String stderr, Duration took) throws HostFault {
        return new HostOutcome.Succeeded(name, text(), stderr, took);
    }

    @Override
    synchronized String shown() {
        return lenient(Math.max(0, size - SHOWN), size);
    }

    private String lenient(int from, int to) {
        String text = new String(kept, from, to - from, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        return order.redaction().of(text);
    }

    private String word() {
        return stream == FleetLog.Stream.STDOUT ? "stdout" : "stderr";
    }
}
