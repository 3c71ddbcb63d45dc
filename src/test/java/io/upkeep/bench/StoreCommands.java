package io.upkeep.bench;

import io.upkeep.sandbox.S3Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What operators back a tree up with into an S3 and get it back with, each as its manual says. They run on the tree's host, but for
 * the one that fetches the tree over SSH, as Upkeep does; only restic seals what it stores, and only restic and zstd have checksums.
 */
enum StoreCommands {
    RESTIC("restic", "restic") {
        @Override
        String prepares() {
            return "restic init -q";
        }

        @Override
        String backUp() {
            return "restic backup -q tree";
        }

        @Override
        String restore() {
            return "restic restore -q latest --target \"$BACK\"";
        }
    },
    TAR_ZSTD("tar|zstd -3|curl", "tar zstd curl") {
        @Override
        String backUp() {
            return "tar -cf - tree | zstd -3 -q -f -o tree.tar.zst && " + upload("tree.tar.zst");
        }
    },
    SSH_TAR_ZSTD("ssh tar|zstd -3|curl", "ssh tar zstd curl") {
        @Override
        String backUp() {
            return "ssh -F \"$SSH_CONFIG\" \"$HOST\" 'tar -C \"$ROOT/srv\" -cf - tree' | zstd -3 -q -f -o tree.tar.zst && "
                    + upload("tree.tar.zst");
        }
    },
    CP_TAR_GZ("cp|tar -cz|curl", "tar gzip curl") {
        @Override
        String backUp() {
            return "mkdir \"$COPY\" && cp -r tree \"$COPY/tree\" && tar -czf tree.tar.gz -C \"$COPY\" tree && "
                    + upload("tree.tar.gz");
        }

        @Override
        String restore() {
            return CURL
                    + " -o back.tar.gz \"$STORE/tree.tar.gz\" && mkdir \"$BACK\" && tar -xzf back.tar.gz -C \"$BACK\"";
        }
    };

    private static final String CURL =
            "curl -fsS --aws-sigv4 aws:amz:$AWS_DEFAULT_REGION:s3 --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\"";

    private static final String UNPACK_ZSTD =
            "mkdir \"$BACK\" && " + CURL + " \"$STORE/tree.tar.zst\" | zstd -dcq | tar -xf - -C \"$BACK\"";

    private final String label;
    private final String programs;

    StoreCommands(String label, String programs) {
        this.label = label;
        this.programs = programs;
    }

    String label() {
        return label;
    }

    /** What must be there before a backup, and is not measured. */
    String prepares() {
        return "true";
    }

    /** Stores {@code tree}; a copy that it needs is {@code $COPY}. */
    abstract String backUp();

    /** Makes {@code $BACK/tree} of what is stored. */
    String restore() {
        return UNPACK_ZSTD;
    }

    /** What is stored lies below this, in the bucket for backups. */
    String prefix() {
        return "bench-" + name().toLowerCase(Locale.ROOT) + "/";
    }

    boolean isInstalled() {
        return List.of(programs.split(" ", -1)).stream().allMatch(SshCommands::isInstalled);
    }

    private static String upload(String file) {
        return CURL + " -T " + file + " \"$STORE/" + file + "\"";
    }

    /** Where the tree comes back to in a round, below the directory with the tree: nobody else's. */
    String back(int round) {
        return "back-%s-%d".formatted(name().toLowerCase(Locale.ROOT), round);
    }

    /**
     * Runs one of the commands above in the directory with the tree.
     *
     * @param ssh OpenSSH's configuration, which knows the host
     */
    void run(String command, int round, Path directory, S3Part s3, Path ssh, String host) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder("bash", "-o", "pipefail", "-ec", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        String store = s3.address() + "/" + S3Part.BACKUP_BUCKET + "/" + prefix();
        builder.environment().putAll(Map.of("SSH_CONFIG", ssh.toString(), "HOST", host));
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID",
                        S3Part.ACCESS_KEY,
                        "AWS_SECRET_ACCESS_KEY",
                        S3Part.SECRET_KEY,
                        "AWS_DEFAULT_REGION",
                        S3Part.REGION,
                        "STORE",
                        store.substring(0, store.length() - 1),
                        "RESTIC_REPOSITORY",
                        "s3:" + store,
                        "RESTIC_PASSWORD",
                        "bench",
                        "RESTIC_CACHE_DIR",
                        directory.resolve("cache").toString(),
                        "BACK",
                        back(round),
                        "COPY",
                        "copy-" + round));
        Process process = builder.start();
        try {
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(command + ": " + Files.readString(output));
            }
        } finally {
            process.destroy();
        }
    }
}
