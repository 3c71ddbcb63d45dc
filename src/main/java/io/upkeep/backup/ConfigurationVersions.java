package io.upkeep.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The configuration versions that can be deployed, {@code <directory>/<version>/<environment>/<files…>}, as routes see them:
 * {@code bean: {ref: configurationVersions, method: …}}. A version that was checked is a map that a route keeps in a
 * variable; files that changed since are refused, so that what was checked is what is deployed.
 */
@Component("configurationVersions")
public class ConfigurationVersions {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final long LARGEST = 16 * 1024 * 1024;
    private static final int MOST = 1000;

    private final Path directory;
    private final ConfigurationCheck check;

    ConfigurationVersions(
            @Value("${upkeep.configuration.directory:./configurations}") Path directory, ConfigurationCheck check) {
        this.directory = directory.toAbsolutePath().normalize();
        this.check = check;
    }

    /**
     * Checks a version: it is there, it holds plain files only, each is well-formed, and each that has a schema obeys it.
     *
     * @return version, environment and files: per path its SHA-256
     * @throws BackupRefused naming the file, the mistake and what to do
     */
    public Map<String, Object> check(String version, String environment) {
        Path root = root(version, environment);
        Map<String, Object> files = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> file : read(root).entrySet()) {
            check.require(version + "/" + environment + "/" + file.getKey(), file.getKey(), file.getValue());
            files.put(file.getKey(), Sha256.of(file.getValue()));
        }
        Map<String, Object> checked = new LinkedHashMap<>();
        checked.put("version", version);
        checked.put("environment", environment);
        checked.put("files", files);
        return checked;
    }

    /** The files of a checked version as a tar; refuses files that are not those that were checked. */
    public byte[] tar(Map<String, Object> checked) {
        Path root = root(text(checked, "version"), text(checked, "environment"));
        Map<String, byte[]> files = read(root);
        Map<String, String> sums = files.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, file -> Sha256.of(file.getValue())));
        if (!sums.equals(checked.get("files"))) {
            throw new BackupRefused("the files in " + root + " are not those that were checked; start a new run");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().length);
                entry.setMode(Files.isExecutable(root.resolve(file.getKey())) ? 0100755 : 0100644);
                entry.setLastModifiedTime(Files.getLastModifiedTime(root.resolve(file.getKey())));
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the version in " + root + " cannot be read", e);
        }
        return bytes.toByteArray();
    }

    /** The SHA-256 sums of a checked version, as {@code sha256sum} prints them for {@code ./<path>}, sorted. */
    public String sums(Map<String, Object> checked) {
        if (!(checked.get("files") instanceof Map<?, ?> files)) {
            throw new IllegalArgumentException("this is no checked version; call check first");
        }
        return files.entrySet().stream()
                .map(file -> file.getValue() + "  ./" + file.getKey() + "\n")
                .collect(Collectors.joining());
    }

    private Path root(String version, String environment) {
        requireName("version", version);
        requireName("environment", environment);
        Path root = directory.resolve(version).resolve(environment);
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            throw new BackupRefused("version '%s' has no directory for '%s': %s is not there; there are the versions %s"
                    .formatted(version, environment, root, versions()));
        }
        return root;
    }

    private static void requireName(String what, String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new BackupRefused("%s '%s' is not a name; write letters, digits, '.', '_' and '-', such as 1.1.0"
                    .formatted(what, EntryPath.shown(String.valueOf(name))));
        }
    }

    /** The versions there are, sorted. */
    public List<String> versions() {
        try (Stream<Path> versions = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return versions.filter(Files::isDirectory)
                    .map(version -> version.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory + " (upkeep.configuration.directory)", e);
        }
    }

    private static Map<String, byte[]> read(Path root) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            List<Path> sorted = tree.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted((a, b) -> EntryPath.ORDER.compare(relative(root, a), relative(root, b)))
                    .toList();
            long bytes = 0;
            for (Path file : sorted) {
                bytes += size(root, file);
                if (bytes > LARGEST || files.size() >= MOST) {
                    throw new BackupRefused("%s holds more than %d files or %d bytes; a configuration is small"
                            .formatted(root, MOST, LARGEST));
                }
                files.put(relative(root, file), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the version in " + root + " cannot be read", e);
        }
        if (files.isEmpty()) {
            throw new BackupRefused(root + " holds no files; put the configuration there");
        }
        return files;
    }

    private static long size(Path root, Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new BackupRefused(root + ": '" + EntryPath.shown(relative(root, file))
                    + "' is not a plain file; links and devices are not deployed");
        }
        if (relative(root, file).chars().anyMatch(c -> c < ' ' || c == '\\')) {
            throw new BackupRefused(
                    root + ": '" + EntryPath.shown(relative(root, file)) + "' is not a usable file name");
        }
        return Files.size(file);
    }

    private static String relative(Path root, Path file) {
        return root.relativize(file).toString();
    }

    private static String text(Map<String, Object> checked, String key) {
        return String.valueOf(checked.get(key));
    }
}
