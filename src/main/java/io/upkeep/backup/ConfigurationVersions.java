package io.upkeep.backup;

import io.upkeep.text.Amount;
import io.upkeep.text.Sha256;
import io.upkeep.text.Shown;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The configuration versions that can be deployed, as routes see them: {@code bean: {ref: configurationVersions, method: …}}.
 * They are the tags and commits of a git repository, or directories {@code <version>/<environment>/<files…>}. A version
 * that was checked is a map that a route keeps in a variable; files that changed since are refused, so that what was
 * checked is what is deployed.
 */
@Component("configurationVersions")
public class ConfigurationVersions {

    private static final int MOST_NAMED = 10;
    private static final int SHORT = 10;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Path directory;
    private final ConfigurationCheck check;

    ConfigurationVersions(
            @Value("${upkeep.configuration.directory:./configurations}") Path directory, ConfigurationCheck check) {
        this.directory = directory.toAbsolutePath().normalize();
        this.check = check;
    }

    /** A directory may become a repository while Upkeep runs. */
    private VersionSource source() {
        return GitVersions.isOne(directory) ? new GitVersions(directory) : new DirectoryVersions(directory);
    }

    /**
     * Checks a version: it is there, it holds plain files only, each is well-formed, and each that has a schema obeys it.
     *
     * @return version, environment, commit and files: per path its SHA-256
     * @throws BackupRefused naming the file, the mistake and what to do
     */
    public Map<String, Object> check(String version, String environment) {
        requireNames(version, environment);
        VersionSource source = source();
        String commit = source.pinned(version);
        Map<String, VersionFile> read = source.files(commit, environment);
        read.forEach((path, file) -> check.require(version + "/" + environment + "/" + path, path, file.content()));
        Map<String, Object> checked = new LinkedHashMap<>();
        checked.put("version", version);
        checked.put("environment", environment);
        checked.put("commit", commit);
        checked.put("files", sumsOf(read));
        return checked;
    }

    /** What was checked, for people. */
    public String words(Map<String, Object> checked) {
        Map<?, ?> files = (Map<?, ?>) checked.get("files");
        String commit = word(checked, "commit");
        return "version %s for %s%s: %s, well-formed: %s"
                .formatted(
                        word(checked, "version"),
                        word(checked, "environment"),
                        commit.equals(word(checked, "version")) ? "" : " (" + Shown.of(commit) + ")",
                        Amount.of(files.size(), "file"),
                        Amount.some(files.keySet().stream().map(String::valueOf).toList(), MOST_NAMED));
    }

    /**
     * A version as people read it: with its commit where the name means something else by now, or nothing, and with a tag where
     * it was called by its commit.
     *
     * @param commit what it stood for; the name itself where that is not known
     */
    String named(String version, String commit) {
        String name = version.equals(commit) ? called(commit) : version;
        return name.equals(commit) || (name.equals(version) && commit.equals(meaning(name)))
                ? name
                : "%s (commit %s)".formatted(name, commit.substring(0, Math.min(SHORT, commit.length())));
    }

    private String called(String commit) {
        try {
            return source().called(commit).orElse(commit);
        } catch (BackupRefused | UncheckedIOException unreadable) {
            return commit;
        }
    }

    /** What the name stands for now; empty for nothing. */
    private String meaning(String version) {
        try {
            return source().pinned(version);
        } catch (BackupRefused | UncheckedIOException nothing) {
            return "";
        }
    }

    private static Map<String, String> sumsOf(Map<String, VersionFile> files) {
        Map<String, String> sums = new LinkedHashMap<>();
        files.forEach((path, file) -> sums.put(path, Sha256.of(file.content())));
        return sums;
    }

    /** The files of a checked version as a tar; refuses files that are not those that were checked. */
    public byte[] tar(Map<String, Object> checked) {
        String version = word(checked, "version");
        Map<String, VersionFile> files = same(checked);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Map.Entry<String, VersionFile> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().content().length);
                entry.setMode(file.getValue().executable() ? 0100755 : 0100644);
                entry.setLastModifiedTime(file.getValue().modified());
                tar.putArchiveEntry(entry);
                tar.write(file.getValue().content());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("version '" + version + "' cannot be written as a tar", e);
        }
        return bytes.toByteArray();
    }

    /** One text file of a checked version; empty when nothing was checked. Refuses a version without it. */
    public String text(Map<String, Object> checked, String path) {
        if (checked.isEmpty()) {
            return "";
        }
        String text = texts(checked).get(path);
        if (text == null) {
            throw new BackupRefused("version '%s' has no file %s/%s; commit it"
                    .formatted(word(checked, "version"), word(checked, "environment"), path));
        }
        return text;
    }

    /**
     * What a service answers with where a checked version is in place: its file that says so. A version is called as people like, such
     * as by its commit.
     *
     * @throws BackupRefused when it has no such file
     */
    public String answer(Map<String, Object> checked, String path) {
        return text(checked, path).strip();
    }

    /**
     * Requires that a service answers with that.
     *
     * @param wanted what {@link #answer} gave
     * @throws BackupRefused when it answers with anything else
     */
    public String requireAnswer(String instance, String answered, String wanted, String path) {
        if (!wanted.equals(answered)) {
            throw new BackupRefused("%s answers with version '%s', not with '%s' of the file %s; see what its log says"
                    .formatted(instance, EntryPath.shown(String.valueOf(answered)), EntryPath.shown(wanted), path));
        }
        return "%s answers with version %s".formatted(instance, EntryPath.shown(wanted));
    }

    /** The files of a checked version as texts; refuses files that are not those that were checked. */
    public Map<String, String> texts(Map<String, Object> checked) {
        Map<String, String> texts = new LinkedHashMap<>();
        same(checked).forEach((path, file) -> texts.put(path, new String(file.content(), StandardCharsets.UTF_8)));
        return texts;
    }

    private Map<String, VersionFile> same(Map<String, Object> checked) {
        Map<String, VersionFile> files = source().files(word(checked, "commit"), word(checked, "environment"));
        if (!sumsOf(files).equals(checked.get("files"))) {
            throw new BackupRefused("the files of version '" + word(checked, "version")
                    + "' are not those that were checked; start a new run");
        }
        return files;
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

    /**
     * Only that there is one of this name; which environments it is for, and whether its files will do, {@link #check} says.
     *
     * @throws BackupRefused naming some that there are
     */
    public void require(String version) {
        requireName("version", version);
        source().pinned(version);
    }

    /** The versions there are, newest first. */
    public List<ConfigurationVersion> versions() {
        return source().versions();
    }

    /**
     * What changed from one version to another, file by file, and who changed it.
     *
     * @throws BackupRefused when one is not there
     */
    public ConfigurationDiff diff(String from, String to, String environment) {
        requireNames(from, environment);
        requireNames(to, environment);
        VersionSource source = source();
        return new ConfigurationDiff(
                from,
                to,
                environment,
                FileChange.between(source.files(from, environment), source.files(to, environment)),
                source.changes(from, to, environment));
    }

    private static void requireNames(String version, String environment) {
        requireName("version", version);
        requireName("environment", environment);
    }

    private static void requireName(String what, String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new BackupRefused("%s '%s' is not a name; write letters, digits, '.', '_' and '-', such as 1.1.0"
                    .formatted(what, EntryPath.shown(String.valueOf(name))));
        }
    }

    private static String word(Map<String, Object> checked, String key) {
        return String.valueOf(checked.get(key));
    }
}
