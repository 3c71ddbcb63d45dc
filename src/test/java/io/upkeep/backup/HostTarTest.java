package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
