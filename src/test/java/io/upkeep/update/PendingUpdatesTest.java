package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PendingUpdatesTest {

    /** As apt 2.6 prints it, on Debian and on Ubuntu. */
    private static final String ANSWER = """
            @@lists
            35397
            @@held
            nginx
            @@updates
            Inst bash [5.2.15-2+b8] (5.2.15-2+b13 Debian:12.15/oldstable [amd64])
            Inst libgcrypt20-dev [1.10.1-3] (1.10.1-3+deb12u1 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64]) []
            Inst liblzma-dev [5.4.1-1] (5.4.1-1+deb12u2 Debian-Security:12/oldstable-security [amd64]) [liblzma5:amd64 ]
            Inst linux-image-6.1.0-28-amd64 (6.1.119-1 Ubuntu:22.04/jammy-updates, Ubuntu:22.04/jammy-security [amd64])
            @@broken
            @@reboot
            required
            @@end
            """;

    private static Map<String, Object> hosts(String answer) {
        return Map.of("api-1", Map.of("stdout", answer));
    }

    @Test
    void what_apt_prints_is_read_with_its_origins() {
        HostUpdates updates = HostUpdates.read("api-1", ANSWER);

        assertThat(updates.of(Scope.SECURITY))
                .extracting(HostUpdates.Change::name)
                .containsExactly("libgcrypt20-dev", "liblzma-dev", "linux-image-6.1.0-28-amd64");
        assertThat(updates.of(Scope.ALL)).hasSize(4);
        assertThat(updates.of(Scope.SECURITY).get(2).from()).isNull();
        assertThat(updates.held()).containsExactly("nginx");
        assertThat(updates.rebootRequired()).isTrue();
        assertThat(new PendingUpdates()
                        .read(hosts(ANSWER), "security")
                        .get("text")
                        .toString())
                .contains("api-1: 3 of 4 pending updates (security), asks for a reboot already, lists are 9 h old")
                .contains("linux-image-6.1.0-28-amd64 (new) -> 6.1.119-1 (security)");
    }

    @Test
    void hosts_without_updates_have_no_turn() {
        String nothing = "@@held\n@@updates\n@@broken\n@@reboot\n@@end\n";

        assertThat(new PendingUpdates().read(hosts(nothing), "all")).containsEntry("hosts", List.of());
    }

    @Test
    void an_answer_that_was_cut_off_or_is_not_apts_is_refused() {
        String cut = ANSWER.replace("@@end", "");
        String hostile = ANSWER.replace("Inst bash", "Inst <script>");

        assertThatThrownBy(() -> HostUpdates.read("api-1", cut)).hasMessageContaining("did not tell all");
        assertThatThrownBy(() -> HostUpdates.read("api-1", hostile))
                .hasMessageContaining("is not a line of apt-get -s");
    }

    @Test
    void half_installed_packages_are_mended_first() {
        String broken = ANSWER.replace("@@broken\n", "@@broken\n libssl3\n");

        assertThatThrownBy(() -> new PendingUpdates().read(hosts(broken), "all"))
                .hasMessage("packages are half installed on api-1; mend them first: dpkg --configure -a");
    }

    @Test
    void canaries_go_first_and_the_rest_in_batches() {
        RolloutWaves waves = new RolloutWaves();
        List<String> hosts = List.of("a", "b", "c", "d", "e");

        assertThat(waves.of(hosts, "1", "2")).containsExactly("a", "b,c", "d,e");
        assertThat(waves.of(hosts, "10%", "50%")).containsExactly("a", "b,c", "d,e");
        assertThat(waves.of(hosts, "0", "100%")).containsExactly("a,b,c,d,e");
        assertThat(waves.back(waves.of(hosts, "1", "2"))).containsExactly("d,e", "b,c", "a");
        assertThat(waves.of(List.of(), "1", "1")).isEmpty();
        assertThatThrownBy(() -> waves.of(hosts, "one", "2")).hasMessageContaining("write 1 or 25%");
    }
}
