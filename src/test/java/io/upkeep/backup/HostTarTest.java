package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.sandbox.Started;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostTarTest {

    @TempDir
    Path directory;

    private Manifest.Source add(byte[] tar, String... wanted) throws IOException {
        try (ArchiveWriter writer = new ArchiveWriter(directory.resolve("a.tar.zst"))) {
            return HostTar.add(writer, "hosts/api-1", new ByteArrayInputStream(tar), List.of(wanted));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "app/../../evil", "/etc/passwd", "//etc/passwd", "./../x", "app/config/.."})
    void a_path_that_leaves_its_host_is_refused(String path) {
        assertThatThrownBy(() -> add(new Tars().file(path, "x").bytes()))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("hosts/api-1");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_BLK, TarConstants.LF_CHR, TarConstants.LF_FIFO, TarConstants.LF_LINK})
    void devices_pipes_and_hard_links_are_refused(byte type) {
        assertThatThrownBy(() -> add(new Tars().special("app/x", type, "app/y").bytes()))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("neither a file, a directory nor a symbolic link");
    }

    @Test
    void a_symbolic_link_is_kept_as_one_and_never_followed() throws IOException {
        assertThat(add(new Tars().link("app/x", "/etc/shadow").bytes()).entries())
                .isEqualTo(1);
    }

    @Test
    void the_same_name_twice_and_unsorted_names_are_refused() {
        assertThatThrownBy(() -> add(new Tars().file("a", "1").file("a", "2").bytes()))
                .hasMessageContaining("names each entry once".replace("names", "name"));
        assertThatThrownBy(() -> add(new Tars().file("b", "1").file("a", "2").bytes()))
                .hasMessageContaining("sorted");
        assertThatThrownBy(() -> add(new Tars().file("a", "1").file("./a", "2").bytes()))
                .hasMessageContaining("sorted");
    }

    @Test
    void what_was_asked_for_and_is_not_there_is_named() throws IOException {
        byte[] tar = new Tars()
                .directory("app/config")
                .file("app/config/a", "1")
                .directory("etc/nginx")
                .bytes();
        assertThat(add(tar, "app/config", "etc/nginx", "etc/systemd/system").missing())
                .containsExactly("etc/systemd/system");
    }

    /** As GNU tar sends them, whose names are bytes. */
    private byte[] sent(String... commands) throws IOException {
        Path root = Files.createDirectories(directory.resolve("sent"));
        for (String command : commands) {
            sh(root, command);
        }
        return sh(
                root,
                "export LC_ALL=C; find app -print0 | sort -z | tar --create --file=- --format=posix --no-recursion --null --files-from=-");
    }

    private static byte[] sh(Path root, String command) throws IOException {
        Process process = Started.of(new ProcessBuilder("sh", "-c", command)
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        return process.getInputStream().readAllBytes();
    }

    @Test
    void what_has_a_name_that_is_not_utf_8_is_left_out_and_named_by_its_bytes() throws IOException {
        String longName = "x".repeat(120);
        byte[] tar = sent(
                "mkdir app && echo 1 >app/good && echo 2 >'app/a\\b\nü'",
                "echo 3 >\"app/$(printf 'lat\\351n\\\\1\\n\\033.')\"",
                "d=app/$(printf 'dir\\350'); mkdir \"$d\" && echo 4 >\"$d/below\" && mkdir \"$d/deep\" && echo 5 >\"$d-beside\"",
                "echo 6 >\"app/$(printf '\\377" + longName + "')\"",
                "ln -s \"$(printf 'to\\351')\" app/zlink");

        try (ArchiveWriter writer = new ArchiveWriter(directory.resolve("a.tar.zst"))) {
            Manifest.Source source = HostTar.add(writer, "hosts/api-1", new ByteArrayInputStream(tar), List.of("app"));

            assertThat(writer.entries())
                    .extracting(Manifest.Entry::path)
                    .containsExactly("hosts/api-1/app", "hosts/api-1/app/a\\b\nü", "hosts/api-1/app/good");
            assertThat(source.entries()).isEqualTo(3);
            assertThat(source.missing()).isEmpty();
            assertThat(source.leftOut())
                    .containsExactly(
                            "app/dir\\xe8/ with all in it (its name is not UTF-8 text)",
                            "app/dir\\xe8-beside (its name is not UTF-8 text)",
                            "app/lat\\xe9n\\\\1\\x0a\\x1b. (its name is not UTF-8 text)",
                            "app/zlink (a link to a name that is not UTF-8 text)",
                            "app/?" + longName + " (its name is not UTF-8 text)");
        }
    }

    /** Other tars than GNU's write such a name into the header alone. */
    @Test
    void a_name_that_stands_in_the_header_alone_is_no_other_one_with_question_marks() throws IOException {
        byte[] tar = new Tars()
                .file("app/?", "x")
                .file("app/b", "y")
                .link("app/c", "?")
                .bytes();
        replace(tar, 0, (byte) 0xe9);
        assertThat(add(tar).leftOut()).containsExactly("app/? (its name is not UTF-8 text)");
        assertThat(add(new Tars().file("app/?", "x").link("app/c", "?").bytes()).leftOut())
                .as("names may have question marks")
                .isEmpty();
    }

    /** Puts a byte for the first question mark of a header, whose sum is set right. */
    private static void replace(byte[] tar, int header, byte with) {
        int at = header;
        while (tar[at] != '?') {
            at++;
        }
        tar[at] = with;
        Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = header; i < header + 512; i++) {
            sum += tar[i] & 0xff;
        }
        System.arraycopy(
                "%06o\0 ".formatted(sum).getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, tar, header + 148, 8);
    }

    @Test
    void so_many_of_them_are_counted_and_a_path_that_leaves_its_host_is_refused_all_the_same() throws IOException {
        byte[] many = sent("mkdir app && cd app && for n in $(seq 100 160); do : >\"$(printf '\\351')$n\"; done");
        assertThat(add(many).leftOut())
                .hasSize(51)
                .startsWith("app/\\xe9100 (its name is not UTF-8 text)")
                .endsWith("and 11 more");
        assertThatThrownBy(() -> add(new Tars().file("../\uFFFD", "x").bytes()))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("climbs out of its tree");
    }

    @Test
    void a_tar_cut_off_in_the_middle_of_a_file_is_refused() {
        byte[] tar = new Tars().file("a", "x".repeat(3000)).file("b", "y").bytes();
        assertThatThrownBy(() -> add(Arrays.copyOf(tar, 1500))).isInstanceOf(BackupRefused.class);
    }

    @Test
    void a_tar_without_its_end_mark_is_refused() {
        byte[] tar =
                new Tars().file("a", "x".repeat(512)).file("b", "y".repeat(512)).bytes();
        assertThatThrownBy(() -> add(Arrays.copyOf(tar, 1024))).isInstanceOf(BackupRefused.class);
    }

    @Test
    void an_empty_or_binary_answer_is_refused() {
        assertThatThrownBy(() -> add(new byte[0])).isInstanceOf(BackupRefused.class);
        byte[] noise = new byte[4096];
        Arrays.fill(noise, (byte) 0xA5);
        assertThatThrownBy(() -> add(noise)).isInstanceOf(BackupRefused.class);
    }
}
