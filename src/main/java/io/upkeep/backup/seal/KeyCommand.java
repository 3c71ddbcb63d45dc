package io.upkeep.backup.seal;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.apache.commons.io.input.TaggedInputStream;

/**
 * {@code upkeep key}: makes keys, and opens sealed files without a server: for the day on which there is none. What comes out
 * of an archive is a tar in zstd: {@code upkeep key open IDENTITY ID archive.tar.zst | zstd -d | tar -x}.
 */
public final class KeyCommand {

    private static final String USAGE = """
            usage: upkeep key new FILE                  makes an identity, kept in FILE; prints its recipient
                   upkeep key open FILE BACKUP SEALED   opens a sealed file with the identity in FILE; BACKUP is the id in its
                                                        manifest; writes to standard output: … | zstd -d | tar -x
            """;

    private KeyCommand() {}

    /** Ends the process: 0 done, 2 something is wrong. Standard output is for what was opened alone: libraries log to the other one. */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        System.setOut(System.err);
        System.exit(run(out, System.err, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        try {
            if (arguments.length == 2 && arguments[0].equals("new")) {
                out.println(make(Path.of(arguments[1])));
                return 0;
            }
            if (arguments.length == 4 && arguments[0].equals("open")) {
                open(Path.of(arguments[1]), arguments[2], Path.of(arguments[3]), out);
                return 0;
            }
            err.print(USAGE);
        } catch (FileAlreadyExistsException e) {
            err.println("upkeep key: " + e.getFile()
                    + " is there already, and an identity is never written over another; name another file");
        } catch (NoSuchFileException e) {
            err.println("upkeep key: there is no " + e.getFile() + " (or no directory for it)");
        } catch (EOFException e) {
            err.println("upkeep key: %s is no file that Upkeep sealed, or the beginning of one; fetch it again"
                    .formatted(arguments[3]));
        } catch (IOException | IllegalArgumentException e) {
            err.println("upkeep key: " + e.getMessage());
        }
        return 2;
    }

    /** Never over a file that is there: with the identity in it go all backups that were sealed to it. */
    private static String make(Path file) throws IOException {
        SealKeys.Pair keys = SealKeys.generate();
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(java.nio.ByteBuffer.wrap(
                    (keys.identity() + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
        return keys.recipient();
    }

    private static void open(Path identity, String backup, Path sealed, OutputStream out) throws IOException {
        Seal seal = Seal.of(List.of(), Files.readString(identity));
        try (InputStream in = new BufferedInputStream(Files.newInputStream(sealed));
                InputStream opened = seal.opening(in, backup)) {
            OutputStream buffered = new BufferedOutputStream(out);
            copy(opened, buffered, sealed);
            buffered.flush();
        }
    }

    /** What cannot be opened is told apart from what cannot be written. */
    private static void copy(InputStream opened, OutputStream out, Path sealed) throws IOException {
        TaggedInputStream read = new TaggedInputStream(opened);
        try {
            read.transferTo(out);
        } catch (IOException e) {
            if (read.isCauseOf(e)) {
                throw new IOException(
                        "%s is damaged or cut off, what came out of it is not whole: fetch it again".formatted(sealed),
                        e);
            }
            throw e;
        }
    }
}
