package io.upkeep.backup;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.springframework.stereotype.Component;

/**
 * A Redis as a snapshot of one moment (RDB), as routes see it: {@code method: {ref: redisDump, method: …}}. It is asked for as a
 * replica asks for it, so nothing is installed or written on the host; the user needs {@code +sync} or {@code +psync}.
 */
@Component("redisDump")
public class RedisDump {

    private static final int REDIS_PORT = 6379;
    private static final int CONNECT_MILLIS = 10_000;
    /** The server is silent while it forks and writes, but for a line break now and then. */
    private static final int SILENCE_MILLIS = 300_000;

    private final BackupTaking taking;
    private final Inventory inventory;

    RedisDump(BackupTaking taking, Inventory inventory) {
        this.taking = taking;
        this.inventory = inventory;
    }

    /**
     * Writes the snapshot to the backup's work directory, and checks it.
     *
     * @param name a target of kind cache
     * @return its bytes
     * @throws BackupRefused when the server does not give it, or it is not whole
     */
    public long dump(Map<String, Object> backup, String name) {
        Target target = inventory
                .find(name)
                .filter(found -> found.kind() == TargetKind.CACHE)
                .orElseThrow(() -> new BackupRefused("target '" + name
                        + "' is not a cache of the estate; declare it in application.yaml under upkeep.targets"));
        Path file = taking.directory(backup).resolve(Collected.CACHE).resolve(name);
        try (Socket socket = connect(target);
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16)) {
            long bytes = receive(target, in, socket.getOutputStream(), file);
            RdbFile.check(file);
            return bytes;
        } catch (IOException e) {
            throw new BackupRefused(
                    "%s (%s) does not give a snapshot: %s; check that it runs and that its user may SYNC (ACL SETUSER … +sync)"
                            .formatted(name, target.shownAddress(), e.getMessage()),
                    e);
        }
    }

    private static Socket connect(Target target) throws IOException {
        int port =
                target.address().getPort() < 0 ? REDIS_PORT : target.address().getPort();
        Socket socket = target.address().getScheme().equals("rediss")
                ? SSLSocketFactory.getDefault().createSocket()
                : new Socket();
        socket.setSoTimeout(SILENCE_MILLIS);
        socket.connect(new InetSocketAddress(target.address().getHost(), port), CONNECT_MILLIS);
        return socket;
    }

    private static long receive(Target target, InputStream in, OutputStream out, Path file) throws IOException {
        if (!target.password().isEmpty()) {
            List<String> words = new ArrayList<>(List.of("AUTH"));
            if (!target.user().isEmpty()) {
                words.add(target.user());
            }
            words.add(target.password());
            send(out, words);
            require(line(in), "+OK");
        }
        send(out, List.of("SYNC"));
        String length = line(in);
        while (length.isEmpty()) {
            length = line(in);
        }
        require(length, "$");
        long left = Long.parseLong(length.substring(1));
        try (OutputStream kept = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            long bytes = left;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException("the snapshot ended %d bytes too early".formatted(left));
                }
                kept.write(buffer, 0, read);
                left -= read;
            }
            return bytes;
        }
    }

    private static void send(OutputStream out, List<String> words) throws IOException {
        StringBuilder command = new StringBuilder("*" + words.size() + "\r\n");
        for (String word : words) {
            int bytes = word.getBytes(StandardCharsets.UTF_8).length;
            command.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
        }
        out.write(command.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > 1000) {
                throw new EOFException("it hung up");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static void require(String answer, String start) throws IOException {
        if (!answer.startsWith(start)) {
            throw new IOException("it says '" + EntryPath.shown(answer) + "'");
        }
    }
}
