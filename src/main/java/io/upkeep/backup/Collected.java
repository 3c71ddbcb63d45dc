package io.upkeep.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * What the collecting steps left in a run's work directory, and how it becomes an archive. The places are fixed:
 * {@code cache/<target>} (a
 * snapshot of Redis), {@code database/<target>.sql}, {@code hosts/<host>} (a tar) and {@code kubernetes/<host>} (a YAML list).
 */
final class Collected {

    static final String CACHE = "cache";
    static final String DATABASE = "database";
    static final String HOSTS = "hosts";
    static final String KUBERNETES = "kubernetes";

    private final Path directory;
    private final Instant takenAt;
    private final boolean sealed;

    /** @param sealed whether the archive will be, so that secrets have a place in it */
    Collected(Path directory, Instant takenAt, boolean sealed) {
        this.sealed = sealed;
        this.directory = directory;
        this.takenAt = takenAt;
    }

    /**
     * Writes the archive, sources in ascending order.
     *
     * @param wanted directories asked for on every host, absolute as on the host
     * @param schemaMadeBy what made the database schema
     */
    List<Manifest.Source> writeTo(ArchiveWriter archive, List<String> wanted, String schemaMadeBy) throws IOException {
        List<Manifest.Source> sources = new ArrayList<>();
        for (Path snapshot : files(CACHE)) {
            sources.add(addFile(archive, CACHE + "/" + name(snapshot), "dump.rdb", snapshot, "SYNC"));
        }
        for (Path schema : files(DATABASE)) {
            sources.add(addSchema(archive, schema, schemaMadeBy));
        }
        List<String> relative = relative(wanted);
        for (Path tar : files(HOSTS)) {
            try (InputStream in = Files.newInputStream(tar)) {
                sources.add(HostTar.add(archive, HOSTS + "/" + name(tar), in, relative));
            }
        }
        for (Path resources : files(KUBERNETES)) {
            sources.add(addResources(archive, resources));
        }
        if (sources.isEmpty()) {
            throw new BackupRefused("nothing was collected in " + directory + "; a backup without content is none");
        }
        return sources;
    }

    /** Paths on a host as they are in its tar. */
    static List<String> relative(List<String> wanted) {
        return wanted.stream().map(path -> path.replaceFirst("^/+", "")).toList();
    }

    private Manifest.Source addSchema(ArchiveWriter archive, Path schema, String madeBy) throws IOException {
        String name = DATABASE + "/" + name(schema).replaceFirst("\\.sql$", "");
        return addFile(archive, name, "schema.sql", schema, madeBy);
    }

    private Manifest.Source addFile(ArchiveWriter archive, String source, String name, Path file, String madeBy)
            throws IOException {
        TarArchiveEntry template = ordinary(Files.size(file));
        try (InputStream in = Files.newInputStream(file)) {
            archive.add(source + "/" + name, template, in);
        }
        return new Manifest.Source(source, madeBy, List.of(), 1, template.getSize());
    }

    private Manifest.Source addResources(ArchiveWriter archive, Path list) throws IOException {
        String name = KUBERNETES + "/" + name(list);
        KubernetesResources resources = KubernetesResources.read(name, list, sealed);
        long bytes = 0;
        for (Map.Entry<String, String> resource : resources.byPath().entrySet()) {
            byte[] text = resource.getValue().getBytes(StandardCharsets.UTF_8);
            archive.add(name + "/" + resource.getKey(), ordinary(text.length), new ByteArrayInputStream(text));
            bytes += text.length;
        }
        List<String> missing = resources.leftOut();
        return new Manifest.Source(
                name, "kubectl get on the host", missing, resources.byPath().size(), bytes);
    }

    /** Sorted like the entries they become: by name and {@code /}, since that follows in the path. */
    private List<Path> files(String kind) throws IOException {
        Path place = directory.resolve(kind);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(Files::isRegularFile)
                    .sorted((a, b) -> EntryPath.ORDER.compare(name(a) + "/", name(b) + "/"))
                    .toList();
        }
    }

    private TarArchiveEntry ordinary(long size) {
        TarArchiveEntry entry = new TarArchiveEntry("template", true);
        entry.setSize(size);
        entry.setMode(0100644);
        entry.setLastModifiedTime(FileTime.from(takenAt));
        return entry;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
