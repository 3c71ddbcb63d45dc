package io.upkeep.backup;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** What of a host has no place in an archive, since its name is not text. As many are named as a person reads. */
final class LeftOut {

    private static final int MOST = 50;
    /** Bytes of one character in UTF-8 at most. */
    private static final int LONGEST = 4;

    private final List<String> names = new ArrayList<>();
    private final List<String> directories = new ArrayList<>();
    private long more;

    /**
     * Whether an entry is left out; it is named then, unless its directory is.
     *
     * @param path its name without {@code .} and a trailing {@code /}
     * @param tar that the entry is read from
     */
    boolean takes(String path, TarArchiveEntry entry, RawTar tar) {
        boolean named = isText(entry.getName(), tar.rawName());
        if (named && (!entry.isSymbolicLink() || isText(entry.getLinkName(), tar.rawLink()))) {
            return false;
        }
        if (directories.stream().anyMatch(directory -> path.startsWith(directory + "/"))) {
            return true;
        }
        if (names.size() == MOST) {
            more++;
            return true;
        }
        if (named) {
            names.add(EntryPath.shown(path) + " (a link to a name that is not UTF-8 text)");
        } else if (entry.isDirectory()) {
            directories.add(path);
            names.add(shown(path, tar.rawName()) + "/ with all in it (its name is not UTF-8 text)");
        } else {
            names.add(shown(path, tar.rawName()) + " (its name is not UTF-8 text)");
        }
        return true;
    }

    /** Empty when nothing was. */
    List<String> names() {
        List<String> all = new ArrayList<>(names);
        if (more > 0) {
            all.add("and %d more".formatted(more));
        }
        return List.copyOf(all);
    }

    /** Whether all of a name was text: for what was none in a header the library has put question marks. */
    private static boolean isText(String decoded, byte[] raw) {
        String sent = new String(raw, StandardCharsets.UTF_8);
        return EntryPath.isText(decoded)
                && (EntryPath.isText(sent) || !plain(decoded).endsWith(plain(questioned(sent))));
    }

    private static String plain(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    private static String questioned(String name) {
        return name.replace('\uFFFD', '?');
    }

    /** Its bytes, where they are all there. */
    private static String shown(String path, byte[] raw) {
        String sent = new String(raw, StandardCharsets.UTF_8);
        return plain(sent).equals(path)
                ? shown(raw, sent.length() - plain(sent).length())
                : EntryPath.shown(questioned(path));
    }

    /** What is no text, and what is no character that is seen, as {@code \xe9}; a backslash twice, so that it can be read back. */
    private static String shown(byte[] raw, int withoutLast) {
        StringBuilder shown = new StringBuilder();
        for (int at = 0; at < raw.length - withoutLast; ) {
            int length = character(raw, at);
            if (length == 0) {
                shown.append("\\x%02x".formatted(raw[at]));
                at++;
            } else {
                shown.append(
                        EntryPath.shown(new String(raw, at, length, StandardCharsets.UTF_8).replace("\\", "\\\\")));
                at += length;
            }
        }
        return shown.toString();
    }

    /** How many bytes from there are one character; 0 when it is none. */
    private static int character(byte[] raw, int at) {
        for (int length = 1; length <= LONGEST && at + length <= raw.length; length++) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw, at, length));
                return length;
            } catch (CharacterCodingException notYet) {
                // a longer piece may be one
            }
        }
        return 0;
    }
}
