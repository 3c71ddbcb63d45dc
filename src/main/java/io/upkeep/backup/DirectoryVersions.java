package io.upkeep.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Versions as plain directories: {@code <directory>/<version>/<environment>/<files…>}. Who changed them is not known. */
final class DirectoryVersions implements VersionSource {

    /** What was copied in one go is told apart by its names. */
    private static final Comparator<ConfigurationVersion> NEWEST_LAST =
            Comparator.comparing(ConfigurationVersion::at).thenComparing(ConfigurationVersion::name);

    private final Path directory;

    DirectoryVersions(Path directory) {
        this.directory = directory;
    }

    @Override
    public List<ConfigurationVersion> versions() {
        try (Stream<Path> versions = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return versions.filter(Files::isDirectory)
                    .map(version -> new ConfigurationVersion(
                            version.getFileName().toString(), List.of(), modified(version), "", ""))
                    .sorted(NEWEST_LAST.reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory + " (upkeep.configuration.directory)", e);
        }
    }

    private static java.time.Instant modified(Path version) {
        try {
            return Files.getLastModifiedTime(version).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + version, e);
        }
    }

    @Override
    public String pinned(String version) {
        if (!Files.isDirectory(directory.resolve(version))) {
            throw unknown(version);
        }
        return version;
    }

    @Override
    public Optional<String> called(String commit) {
        return Optional.empty();
    }

    @Override
    public List<ConfigurationVersion> changes(String from, String to, String environment) {
        return List.of();
    }

    @Override
    public Map<String, VersionFile> files(String version, String environment) {
        Path root = directory.resolve(version).resolve(environment);
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            throw new BackupRefused(
                    "version '%s' has no directory '%s'; add it there".formatted(pinned(version), environment));
        }
        VersionLimits limits = new VersionLimits(root.toString());
        Map<String, VersionFile> files = new LinkedHashMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            List<Path> sorted = tree.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted((a, b) -> EntryPath.ORDER.compare(relative(root, a), relative(root, b)))
                    .toList();
            for (Path file : sorted) {
                String path = relative(root, file);
                boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
                limits.add(path, plain, plain ? Files.size(file) : 0);
                files.put(
                        path,
                        new VersionFile(
                                Files.readAllBytes(file), Files.isExecutable(file), Files.getLastModifiedTime(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the version in " + root + " cannot be read", e);
        }
        limits.requireAny();
        return files;
    }

    private static String relative(Path root, Path file) {
        return root.relativize(file).toString();
    }
}
