package io.upkeep.fleet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Takes the lines that {@code once.sh} says to its controller out of a script's standard error. */
final class ControlLines extends OutputStream {

    /** What a line says: {@code started <boot id>}, {@code stale 4}. */
    record Word(String word, String rest) {}

    private static final byte[] MARK = "@upkeep ".getBytes(StandardCharsets.UTF_8);
    private static final int LONGEST = 1024;

    private final OutputStream text;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean inText;
    private Word began;
    private Word last;

    ControlLines(OutputStream text) {
        this.text = text;
    }

    /** The boot in which the work began, once the host has said that it has. */
    synchronized Optional<String> began() {
        return Optional.ofNullable(began).map(Word::rest);
    }

    /** The last thing that was said, other than that the work began. */
    synchronized Optional<Word> last() {
        return Optional.ofNullable(last);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (inText) {
                int upTo = endOfLine(bytes, at, end);
                text.write(bytes, at, upTo - at);
                inText = bytes[upTo - 1] != '\n';
                at = upTo;
            } else {
                take(bytes[at++]);
            }
        }
    }

    private static int endOfLine(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return Math.min(end, at + 1);
    }

    private void take(byte one) throws IOException {
        line.write(one);
        int size = line.size();
        if (size <= MARK.length ? one != MARK[size - 1] : size > LONGEST) {
            release();
        } else if (one == '\n') {
            hear(line.toString(StandardCharsets.UTF_8).substring(MARK.length).strip());
            line.reset();
        }
    }

    private void hear(String said) {
        int space = said.indexOf(' ');
        Word word = space < 0
                ? new Word(said, "")
                : new Word(said.substring(0, space), Printable.of(said.substring(space + 1), 200));
        if (word.word().equals("started") || word.word().equals("attached")) {
            began = word;
        } else {
            last = word;
        }
    }

    private void release() throws IOException {
        byte[] bytes = line.toByteArray();
        line.reset();
        inText = bytes[bytes.length - 1] != '\n';
        text.write(bytes, 0, bytes.length);
    }

    /** What looked like the beginning of such a line was text after all. */
    synchronized void end() throws IOException {
        if (line.size() > 0) {
            release();
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }
}
