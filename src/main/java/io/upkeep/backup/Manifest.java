package io.upkeep.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What a backup holds; stored beside its archive, last, as the mark that the backup is complete.
 *
 * @param formatVersion {@link #FORMAT_VERSION}; a reader refuses one it does not know
 * @param id the backup
 * @param run the run that took it
 * @param sources where the entries come from, and what was asked for but not there
 * @param entries in the order of the archive: ascending by path; none in the public form of a sealed one
 * @param sealed how the archive is sealed; null when it is not
 */
public record Manifest(
        int formatVersion,
        UUID id,
        String pipeline,
        UUID run,
        Instant createdAt,
        List<Source> sources,
        List<Entry> entries,
        Archive archive,
        @JsonInclude(JsonInclude.Include.NON_NULL) Sealed sealed) {

    /** The format this class writes: tar (PAX) in one zstd frame. */
    public static final int FORMAT_VERSION = 1;

    /** The same, sealed. */
    public static final int SEALED_VERSION = 2;

    public Manifest {
        Objects.requireNonNull(id);
        Objects.requireNonNull(archive);
        sources = List.copyOf(sources);
        entries = List.copyOf(entries);
    }

    /** Of an archive that is not sealed. */
    public Manifest(
            int formatVersion,
            UUID id,
            String pipeline,
            UUID run,
            Instant createdAt,
            List<Source> sources,
            List<Entry> entries,
            Archive archive) {
        this(formatVersion, id, pipeline, run, createdAt, sources, entries, archive, null);
    }

    /**
     * How an archive is sealed. Names and hashes of what it holds are in a sealed object of their own.
     *
     * @param recipients ids of those who can open it
     * @param contentsKey name in the store of the sealed manifest with its sources and entries
     */
    public record Sealed(List<String> recipients, String contentsKey) {

        public Sealed {
            recipients = List.copyOf(recipients);
        }
    }

    /** What everybody may read: of a sealed archive nothing that it holds. */
    public Manifest open() {
        return sealed == null
                ? this
                : new Manifest(formatVersion, id, pipeline, run, createdAt, List.of(), List.of(), archive, sealed);
    }

    /**
     * A part of the estate that was asked.
     *
     * @param name what its entries' paths start with: {@code hosts/api-1}
     * @param madeBy what produced it: {@code tar on the host}, {@code pg_dump 15.18}
     * @param missing what was asked for and is not there
     * @param leftOut what is there and not in the archive, with the reason; names are made fit to be shown
     */
    public record Source(
            String name,
            String madeBy,
            List<String> missing,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> leftOut,
            long entries,
            long bytes) {

        public Source {
            missing = List.copyOf(missing);
            // older manifests do not say
            leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
        }

        /** Of which nothing was left out. */
        public Source(String name, String madeBy, List<String> missing, long entries, long bytes) {
            this(name, madeBy, missing, List.of(), entries, bytes);
        }
    }

    /** What an entry is. */
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK
    }

    /**
     * One member of the archive.
     *
     * @param path relative, {@code /} between names, no {@code .} or {@code ..}
     * @param size bytes; 0 when it is no file
     * @param sha256 of the content, lower-case hex; null when it is no file
     * @param mode permission bits, octal: {@code 0644}
     * @param link where a symbolic link points to; null when it is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(String path, Kind kind, long size, String sha256, String mode, String link) {}

    /** The archive as a whole: its name in the store, size in bytes, SHA-256 in lower-case hex. */
    public record Archive(String key, long bytes, String sha256) {}
}
