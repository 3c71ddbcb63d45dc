package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.sandbox.Started;
import io.upkeep.text.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that put files on a host, on a tree of their own: what the host has is what the manifest says, or it is told. */
class PutFilesScriptsTest {

    private static final String RUN = "7f1c0d6e";
    private static final Map<String, String> CONTENTS =
            Map.of("app/plain", "1", "app/a space", "2", "app/a\nbreak", "3", "app/back\\slash", "4", "app/empty", "");

    @TempDir
    Path root;

    private HostFiles files;
    private byte[] tar;
    private byte[] sums;

    record Ended(int exit, String output) {}

    @BeforeEach
    void pack() throws IOException {
        List<Manifest.Entry> entries = new ArrayList<>();
        entries.add(new Manifest.Entry("hosts/api-1/app", Manifest.Kind.DIRECTORY, 0, null, "0750", null));
        CONTENTS.forEach((name, text) -> entries.add(new Manifest.Entry(
                "hosts/api-1/" + name, Manifest.Kind.FILE, text.length(), sha256(text), "4640", null)));
        entries.add(new Manifest.Entry("hosts/api-1/app/link", Manifest.Kind.SYMLINK, 0, null, "0777", "/etc/passwd"));
        entries.add(new Manifest.Entry("hosts/api-2/app", Manifest.Kind.DIRECTORY, 0, null, "0750", null));
        Manifest manifest = new Manifest(
                Manifest.FORMAT_VERSION,
                UUID.randomUUID(),
                "back-up-files",
                UUID.randomUUID(),
                Instant.now(),
                List.of(),
                entries,
                new Manifest.Archive("key", 0, ""));
        files = HostFiles.of(manifest, "api-1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream writer = HostFiles.tar(out)) {
            files.writeDirectories(writer);
            for (Map.Entry<String, String> file : CONTENTS.entrySet()) {
                files.writeFile(
                        "hosts/api-1/" + file.getKey(),
                        new java.io.ByteArrayInputStream(file.getValue().getBytes(StandardCharsets.UTF_8)),
                        writer);
            }
            files.writeLinks(writer);
        }
        tar = out.toByteArray();
        StringWriter lines = new StringWriter();
        files.writeSums(lines);
        sums = lines.toString().getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(root.resolve("srv"));
    }

    private static String sha256(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private Ended run(String script, byte[] input) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "routes/pipelines/backup/" + script).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "ROOT",
                        root.toString(),
                        "RUN_ID",
                        RUN,
                        "DIRECTORY",
                        "/srv/monday",
                        "FILES",
                        "" + files.count()));
        Process process = Started.of(builder);
        try (var in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            // a script that does not read has ended already
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Ended(process.waitFor(), output);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void good(String script, byte[] input) throws IOException {
        Ended ended = run(script, input);
        assertThat(ended.exit()).as(ended.output()).isZero();
    }

    private String listing() {
        return ConfigurationPipelines.shell(root, "find . -mindepth 1 -not -path './var*' | sort");
    }

    @Test
    void odd_names_and_links_arrive_and_no_file_runs_as_its_owner() throws IOException {
        good("look-for-room.sh", new byte[0]);
        good("put-files.sh", tar);
        good("put-files.sh", tar);
        good("check-files.sh", sums);
        good("name-files.sh", new byte[0]);
        good("name-files.sh", new byte[0]);
        good("forget-files.sh", new byte[0]);

        for (Map.Entry<String, String> file : CONTENTS.entrySet()) {
            assertThat(root.resolve("srv/monday").resolve(file.getKey())).hasContent(file.getValue());
        }
        assertThat(ConfigurationPipelines.shell(
                        root, "stat -c %a srv/monday/app srv/monday/app/plain; ls -A srv var/lib"))
                .isEqualTo("750\n640\nsrv:\nmonday\n\nvar/lib:\nupkeep\n");
        assertThat(Files.readSymbolicLink(root.resolve("srv/monday/app/link"))).hasToString("/etc/passwd");
    }

    @Test
    void what_is_not_as_it_was_backed_up_is_told() throws IOException {
        good("put-files.sh", tar);
        Path written = root.resolve("srv/monday.upkeep-" + RUN + "/app");

        Files.writeString(written.resolve("a\nbreak"), "4");
        assertThat(run("check-files.sh", sums)).satisfies(ended -> {
            assertThat(ended.exit()).isNotZero();
            assertThat(ended.output()).contains("FAILED");
        });
        good("put-files.sh", tar);
        Files.writeString(written.resolve("one more"), "5");
        assertThat(run("check-files.sh", sums).output()).contains("there are 6 files, the backup has 5");
        Files.delete(written.resolve("one more"));
        Files.delete(written.resolve("empty"));
        assertThat(run("check-files.sh", sums).exit()).isNotZero();
    }

    @Test
    void wherever_it_is_cut_off_the_way_back_leaves_what_was_there() throws IOException {
        for (boolean wasThere : new boolean[] {false, true}) {
            if (wasThere) {
                Files.createDirectory(root.resolve("srv/monday"));
            }
            String before = listing();
            for (List<String> done :
                    List.of(List.<String>of(), List.of("put-files.sh"), List.of("put-files.sh", "name-files.sh"))) {
                for (String script : done) {
                    good(script, script.equals("put-files.sh") ? tar : new byte[0]);
                }
                good("take-files-away.sh", new byte[0]);
                good("take-files-away.sh", new byte[0]);
                assertThat(listing()).as("after %s", done).isEqualTo(before);
            }
        }
    }

    @Test
    void what_came_into_the_directory_meanwhile_is_neither_written_over_nor_taken_away() throws IOException {
        good("put-files.sh", tar);
        Files.createDirectory(root.resolve("srv/monday"));
        Files.writeString(root.resolve("srv/monday/mine"), "x");

        assertThat(run("name-files.sh", new byte[0]).exit()).isNotZero();
        good("take-files-away.sh", new byte[0]);

        assertThat(listing()).isEqualTo("./srv\n./srv/monday\n./srv/monday/mine\n");
    }
}
