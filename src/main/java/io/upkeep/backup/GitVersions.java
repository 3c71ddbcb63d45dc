package io.upkeep.backup;

import io.upkeep.text.Causes;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevWalkException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Versions as tags and commits of a git repository, with or without a work tree: {@code <environment>/<files…>}. Only what is
 * committed counts, and a version that was checked is a commit, so that a tag that is moved moves no deployment.
 */
final class GitVersions implements VersionSource {

    private static final int NEWEST = 200;
    private static final int SHORT = 10;
    /** The whole name of a commit. */
    static final String PINNED = "[0-9a-f]{40}";

    private final Path directory;

    GitVersions(Path directory) {
        this.directory = directory;
    }

    /** Whether a directory is a git repository. */
    static boolean isOne(Path directory) {
        return Files.exists(directory.resolve(".git"))
                || (Files.isRegularFile(directory.resolve("HEAD")) && Files.isDirectory(directory.resolve("objects")));
    }

    private Repository open() {
        try {
            Path bare = directory.resolve(".git");
            return new FileRepositoryBuilder()
                    .setGitDir((Files.isDirectory(bare) ? bare : directory).toFile())
                    .setMustExist(true)
                    .build();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What is damaged stays so and is a version that nobody has; anything else may be better in the next moment. */
    private RuntimeException unreadable(IOException e) {
        return Causes.of(e)
                .filter(GitVersions::isDamage)
                .findFirst()
                .<RuntimeException>map(damage -> new BackupRefused(
                        "the git repository of the configuration is damaged (%s); fetch it again"
                                .formatted(damage.getMessage()),
                        e))
                .orElseGet(() -> new UncheckedIOException(
                        "the git repository " + directory + " cannot be read (upkeep.configuration.directory)", e));
    }

    private static boolean isDamage(Throwable failure) {
        return failure instanceof CorruptObjectException
                || failure instanceof MissingObjectException
                || failure instanceof IncorrectObjectTypeException
                || failure instanceof EOFException;
    }

    @Override
    public List<ConfigurationVersion> versions() {
        try (Repository git = open();
                RevWalk walk = new RevWalk(git)) {
            Map<ObjectId, List<String>> tags = tags(git, walk);
            for (ObjectId tagged : tags.keySet()) {
                walk.markStart(walk.parseCommit(tagged));
            }
            ObjectId head = git.resolve(Constants.HEAD);
            if (head != null) {
                walk.markStart(walk.parseCommit(head));
            }
            return described(walk, tags);
        } catch (RevWalkException damaged) {
            throw unreadable(new IOException(damaged));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Map<ObjectId, List<String>> tags(Repository git, RevWalk walk) throws IOException {
        Map<ObjectId, List<String>> tags = new LinkedHashMap<>();
        for (Ref tag : git.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
            ObjectId commit = git.resolve(tag.getName() + "^{commit}");
            if (commit != null) {
                tags.computeIfAbsent(walk.parseCommit(commit).getId(), id -> new ArrayList<>())
                        .add(tag.getName().substring(Constants.R_TAGS.length()));
            }
        }
        return tags;
    }

    private static List<ConfigurationVersion> described(RevWalk walk, Map<ObjectId, List<String>> tags) {
        walk.sort(RevSort.COMMIT_TIME_DESC);
        List<ConfigurationVersion> versions = new ArrayList<>();
        for (RevCommit commit : walk) {
            if (versions.size() == NEWEST) {
                break;
            }
            versions.add(described(commit, tags.getOrDefault(commit.getId(), List.of())));
        }
        return versions;
    }

    private static ConfigurationVersion described(RevCommit commit, List<String> tags) {
        String name = tags.isEmpty() ? commit.getName().substring(0, SHORT) : tags.get(tags.size() - 1);
        return new ConfigurationVersion(
                name,
                tags,
                Instant.ofEpochSecond(commit.getCommitTime()),
                commit.getAuthorIdent().getName() + " <"
                        + commit.getAuthorIdent().getEmailAddress() + ">",
                commit.getShortMessage());
    }

    @Override
    public String pinned(String version) {
        try (Repository git = open()) {
            return commit(git, version).getName();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public Optional<String> called(String commit) {
        if (!commit.matches(PINNED)) {
            return Optional.empty();
        }
        try (Repository git = open();
                RevWalk walk = new RevWalk(git)) {
            List<String> tags = tags(git, walk).getOrDefault(ObjectId.fromString(commit), List.of());
            return tags.isEmpty() ? Optional.empty() : Optional.of(tags.get(tags.size() - 1));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** A whole commit's name is that commit, even if somebody calls a tag so. */
    private ObjectId commit(Repository git, String version) throws IOException {
        Ref tag = version.matches(PINNED) ? null : git.getRefDatabase().exactRef(Constants.R_TAGS + version);
        ObjectId commit = tag != null
                ? git.resolve(tag.getName() + "^{commit}")
                : version.matches("[0-9a-f]{7,40}") ? byName(git, version) : null;
        if (commit == null) {
            throw unknown(version);
        }
        return commit;
    }

    private static ObjectId byName(Repository git, String commit) throws IOException {
        try {
            return git.resolve(commit + "^{commit}");
        } catch (MissingObjectException pruned) {
            return null;
        }
    }

    @Override
    public Map<String, VersionFile> files(String version, String environment) {
        try (Repository git = open();
                RevWalk walk = new RevWalk(git)) {
            RevCommit commit = walk.parseCommit(commit(git, version));
            String place = version + ":" + environment;
            try (TreeWalk tree = TreeWalk.forPath(git, environment, commit.getTree())) {
                if (tree == null || tree.getFileMode(0) != FileMode.TREE) {
                    throw new BackupRefused(
                            "version '%s' has no directory '%s'; add it and commit".formatted(version, environment));
                }
                return read(
                        git, tree.getObjectId(0), place, FileTime.from(Instant.ofEpochSecond(commit.getCommitTime())));
            }
        } catch (MissingObjectException pruned) {
            throw new BackupRefused("the repository has version '%s' in part only; fetch it again".formatted(version));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Map<String, VersionFile> read(Repository git, ObjectId root, String place, FileTime at)
            throws IOException {
        VersionLimits limits = new VersionLimits(place);
        Map<String, VersionFile> files = new TreeMap<>(EntryPath.ORDER);
        try (TreeWalk tree = new TreeWalk(git)) {
            tree.addTree(root);
            tree.setRecursive(true);
            while (tree.next()) {
                FileMode mode = tree.getFileMode(0);
                boolean plain = mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE;
                long size = plain ? git.open(tree.getObjectId(0)).getSize() : 0;
                limits.add(tree.getPathString(), plain, size);
                byte[] content = git.open(tree.getObjectId(0)).getBytes();
                files.put(tree.getPathString(), new VersionFile(content, mode == FileMode.EXECUTABLE_FILE, at));
            }
        }
        limits.requireAny();
        return files;
    }

    @Override
    public List<ConfigurationVersion> changes(String from, String to, String environment) {
        try (Repository git = open();
                RevWalk walk = new RevWalk(git)) {
            walk.markStart(walk.parseCommit(commit(git, to)));
            walk.markUninteresting(walk.parseCommit(commit(git, from)));
            walk.setTreeFilter(AndTreeFilter.create(PathFilter.create(environment), TreeFilter.ANY_DIFF));
            return described(walk, tags(git, new RevWalk(git.newObjectReader())));
        } catch (RevWalkException damaged) {
            throw unreadable(new IOException(damaged));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
