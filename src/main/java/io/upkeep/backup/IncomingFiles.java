package io.upkeep.backup;

import io.upkeep.target.HostStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * An archive that is written while hosts send their tars: that of the first host as it comes, the next ones from what they have
 * sent until then, in ascending order. It is an archive only when every host has sent all.
 */
final class IncomingFiles implements HostStreams {

    private static final String CUT_OFF = "not every host has sent all that it has";

    private final Path directory;
    private final List<String> wanted;
    private final Function<BackupTaking.Content, Map<String, Object>> taking;
    private final Map<String, Spool> spools = new LinkedHashMap<>();
    private FutureTask<Map<String, Object>> archive;
    private boolean ended;
    private boolean whole;

    /**
     * @param directory for what cannot be read yet
     * @param wanted directories asked for on every host, relative
     * @param taking writes an archive with the content, and enters it in the catalogue
     */
    IncomingFiles(Path directory, List<String> wanted, Function<BackupTaking.Content, Map<String, Object>> taking) {
        this.directory = directory;
        this.wanted = wanted;
        this.taking = taking;
    }

    @Override
    public synchronized void begin(List<String> hosts) {
        hosts.stream()
                .sorted((a, b) -> EntryPath.ORDER.compare(a + "/", b + "/"))
                .forEach(host -> spools.put(host, new Spool(directory.resolve(host))));
        archive = new FutureTask<>(() -> taking.apply(this::writeTo));
        Thread thread = new Thread(this::write, "archive-incoming");
        thread.setDaemon(true);
        thread.start();
    }

    private void write() {
        archive.run();
        fail("the archive is not written any more");
    }

    private List<Manifest.Source> writeTo(ArchiveWriter writer) throws IOException {
        List<Manifest.Source> sources = new ArrayList<>();
        try {
            for (Map.Entry<String, Spool> host : spools.entrySet()) {
                try (InputStream tar = host.getValue().reader()) {
                    sources.add(HostTar.add(writer, Collected.HOSTS + "/" + host.getKey(), tar, wanted));
                }
            }
            awaitWhole();
            return sources;
        } catch (IOException | RuntimeException e) {
            // hosts that still send learn why nobody wants it
            fail(e.getMessage());
            throw e;
        }
    }

    private void fail(String why) {
        spools.values().forEach(spool -> spool.fail(why));
    }

    private synchronized void awaitWhole() throws IOException {
        while (!ended) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted before all hosts had ended");
            }
        }
        if (!whole) {
            throw new IOException(CUT_OFF);
        }
    }

    @Override
    public OutputStream of(String host) {
        return Objects.requireNonNull(spools.get(host), host);
    }

    /** Returns only when nothing is written any more, where the archive is given up. */
    @Override
    public void end(boolean all) {
        synchronized (this) {
            ended = true;
            whole = all;
            notifyAll();
        }
        if (!all) {
            fail(CUT_OFF);
            try {
                taken();
            } catch (RuntimeException expected) {
                // the hosts' own faults are what is told
            }
        }
    }

    /** The backup with what is known of its archive, when it is written; an interrupt ends the writing, which is waited for. */
    Map<String, Object> taken() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return archive.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    fail("interrupted before the archive was whole");
                }
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
