package io.upkeep.backup;

import io.upkeep.backup.seal.Seal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Makes an archive with its manifest in a run's work directory, whatever it holds, and enters it in the catalogue. */
@Component
class BackupTaking {

    static final String ARCHIVE = "archive.tar.zst";
    static final String MANIFEST = "manifest.json";
    static final String CONTENTS = "contents.sealed";
    static final String LEFT_OUT = "leftOut";

    private final WorkDirectory work;
    private final Backups backups;
    private final Seal seal;

    BackupTaking(WorkDirectory work, Backups backups, Seal seal) {
        this.work = work;
        this.backups = backups;
        this.seal = seal;
    }

    /** Adds what a backup holds, in ascending order of paths. */
    @FunctionalInterface
    interface Content {
        List<Manifest.Source> writeTo(ArchiveWriter archive) throws IOException;
    }

    boolean seals() {
        return seal.seals();
    }

    Seal seal() {
        return seal;
    }

    /** The backup as a map for routes, with what is known now: sha256, bytes, entries, what was missing. */
    Map<String, Object> take(Map<String, Object> backup, Content content) {
        Path directory = directory(backup);
        String id = text(backup, "id");
        try (ArchiveWriter writer = new ArchiveWriter(directory.resolve(ARCHIVE), seal, id)) {
            List<Manifest.Source> sources = content.writeTo(writer);
            Manifest manifest = new Manifest(
                    seal.seals() ? Manifest.SEALED_VERSION : Manifest.FORMAT_VERSION,
                    UUID.fromString(id),
                    text(backup, "pipeline"),
                    run(backup),
                    Instant.parse(text(backup, "createdAt")),
                    sources,
                    writer.entries(),
                    writer.finish(text(backup, "key")),
                    seal.seals() ? new Manifest.Sealed(seal.recipients(), text(backup, "contentsKey")) : null);
            byte[] contents = ManifestJson.text(manifest).getBytes(StandardCharsets.UTF_8);
            Files.write(directory.resolve(MANIFEST), contents);
            if (seal.seals()) {
                sealContents(contents, id, directory.resolve(CONTENTS));
            }
            backups.taken(row(backup, manifest));
            return described(backup, manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the archive cannot be written to %s: %s; is there room for it?"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    private void sealContents(byte[] contents, String name, Path file) throws IOException {
        try (OutputStream out = seal.sealing(new BufferedOutputStream(Files.newOutputStream(file)), name)) {
            out.write(contents);
        }
    }

    private static Map<String, Object> described(Map<String, Object> backup, Manifest manifest) {
        Map<String, Object> taken = new LinkedHashMap<>(backup);
        taken.put("sha256", manifest.archive().sha256());
        taken.put("bytes", manifest.archive().bytes());
        taken.put("entries", manifest.entries().size());
        taken.put("missing", of(manifest, Manifest.Source::missing));
        taken.put(LEFT_OUT, of(manifest, Manifest.Source::leftOut));
        return taken;
    }

    private static List<String> of(Manifest manifest, Function<Manifest.Source, List<String>> names) {
        return manifest.sources().stream()
                .flatMap(source -> names.apply(source).stream().map(name -> source.name() + ": " + name))
                .toList();
    }

    private static Backup row(Map<String, Object> backup, Manifest manifest) {
        return new Backup(
                manifest.id(),
                manifest.run(),
                manifest.pipeline(),
                text(backup, "series"),
                BackupState.TAKEN,
                manifest.createdAt(),
                manifest.createdAt(),
                manifest.archive().key(),
                text(backup, "manifestKey"),
                manifest.sealed() == null ? null : manifest.sealed().contentsKey(),
                manifest.archive().sha256(),
                manifest.archive().bytes(),
                manifest.entries().size(),
                null,
                null,
                null,
                HostRestoration.hosts(manifest));
    }

    static UUID run(Map<String, Object> backup) {
        return UUID.fromString(text(backup, "runId"));
    }

    /** Derived from the run and not read from the map: a route cannot point it elsewhere. */
    Path directory(Map<String, Object> backup) {
        return work.of(run(backup));
    }

    static String text(Map<String, Object> backup, String key) {
        return Objects.requireNonNull(backup.get(key), () -> "the backup has no '" + key + "'; call begin first")
                .toString();
    }
}
