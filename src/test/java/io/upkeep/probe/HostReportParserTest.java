package io.upkeep.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.probe.HostReport.Cpu;
import io.upkeep.probe.HostReport.Memory;
import io.upkeep.probe.HostReport.Mount;
import io.upkeep.probe.HostReport.Net;
import io.upkeep.text.Shown;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostReportParserTest {

    static final String HEALTHY = """
            @@begin
            @@boot
            5f0c8c52-6c2f-4b11-9b0e-7d9a4c1e2a77
            @@stat
            cpu  100 20 30 800 40 5 4 1 0 0
            @@loadavg
            0.42 0.51 0.48 2/311 20481
            @@cores
            2
            @@meminfo
            MemTotal:        8000000 kB
            MemAvailable:    6000000 kB
            @@vmstat
            oom_kill 3
            @@netdev
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:    3245      30    9    9    0     0          0         0     3245      30    0    0    0     0       0          0
              eth0:788707338   1000    1    2    0     0          0         0  2371310     500    3    4    0     0       0          0
            @@df
            Filesystem                  1-blocks        Used   Available Capacity Mounted on
            tmpfs                    12638248960 12638248960           0     100% /run
            /dev/vda1                       1000         300         700      30% /
            /dev/loop3                       100         100           0     100% /snap/core
            server pool/data                1000         250         750      25% /srv/my files
            @@dfi
            Filesystem                Inodes  IUsed    IFree IUse% Mounted on
            /dev/vda1                    100     10       90   10% /
            server pool/data               0      0        0     - /srv/my files
            @@end
            """;

    @Test
    void reads_every_section() {
        HostReport report = HostReportParser.parse(HEALTHY);
        assertThat(report.problem()).isNull();
        assertThat(report.bootId()).startsWith("5f0c8c52");
        assertThat(report.cpu()).isEqualTo(new Cpu(1000, 840));
        assertThat(report.load()).isEqualTo(0.42);
        assertThat(report.cores()).isEqualTo(2);
        assertThat(report.memory()).isEqualTo(new Memory(8_000_000, 6_000_000));
        assertThat(report.oomKills()).isEqualTo(3);
        assertThat(report.nets()).containsExactly(new Net("eth0", 1500, 10));
        assertThat(report.mounts()).containsExactly(new Mount("/", 30.0, 10.0), new Mount("/srv/my files", 25.0, null));
    }

    @Test
    void reads_disks_whatever_the_language_of_the_header() {
        String german = HEALTHY.replaceAll(
                        "Filesystem +1-blocks.*", "Dateisystem 1B-Blöcke Benutzt Verfügbar Kapazität Eingehängt auf")
                .replaceAll("Filesystem +Inodes.*", "Dateisystem INodes IBenutzt IFrei IUse% Eingehängt auf");
        assertThat(german).contains("Eingehängt");
        assertThat(HostReportParser.parse(german).mounts())
                .isEqualTo(HostReportParser.parse(HEALTHY).mounts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   \n",
                "<html><body>502 Bad Gateway</body></html>",
                "Permission denied",
                "@@end",
                "PK\u0003\u0004\u0000\u0000binary",
                "@@begin\n@@df\n\u001b[2J\u001b]0;owned\u0007\n@@end"
            })
    void calls_what_is_no_report_unusable_and_says_why(String text) {
        HostReport report = HostReportParser.parse(text);
        assertThat(report.problem()).isNotBlank();
        assertThat(Shown.hidesSomething(report.problem())).isFalse();
        assertThat(report.cpu()).isNull();
    }

    @Test
    void calls_a_report_without_its_end_mark_cut_off_wherever_it_ends() {
        int end = HEALTHY.indexOf("@@end");
        for (int length = "@@begin".length(); length < end + "@@en".length(); length++) {
            assertThat(HostReportParser.parse(HEALTHY.substring(0, length)).problem())
                    .as("first %d characters", length)
                    .contains("cut off");
        }
    }

    @Test
    void leaves_out_what_is_missing_and_keeps_the_rest() {
        for (String section : new String[] {"boot", "stat", "loadavg", "cores", "meminfo", "vmstat", "netdev", "df"}) {
            String without = HEALTHY.replace("@@" + section + "\n", "@@other\n");
            HostReport report = HostReportParser.parse(without);
            assertThat(report.problem()).as(section).isNull();
            assertThat(java.util.stream.Stream.of(
                                    report.bootId(),
                                    report.cpu(),
                                    report.load(),
                                    report.cores(),
                                    report.memory(),
                                    report.oomKills(),
                                    report.nets(),
                                    report.mounts())
                            .filter(java.util.Objects::isNull))
                    .as(section)
                    .hasSize(1);
        }
    }

    @Test
    void takes_no_number_that_is_too_large_to_add_up() {
        String huge = HEALTHY.replace("cpu  100 20", "cpu  99999999999999999999999999 20")
                .replace("MemTotal:        8000000", "MemTotal: 99999999999999999999999")
                .replace("788707338   1000", "788707338 184467440737095516150")
                .replace("1000         300         700", "1000 99999999999999999999999 700");
        HostReport report = HostReportParser.parse(huge);
        assertThat(report.cpu()).isNull();
        assertThat(report.memory()).isNull();
        assertThat(report.nets()).isEmpty();
        assertThat(report.mounts()).extracting(Mount::path).containsExactly("/srv/my files");
    }

    @Test
    void counts_less_than_nothing_free_as_full() {
        HostReport report = HostReportParser.parse(HEALTHY.replace("300         700      30%", "1000 -50 105%"));
        assertThat(report.mounts().get(0)).isEqualTo(new Mount("/", 100.0, 10.0));
    }

    @Test
    void takes_an_overlay_for_a_disk_where_it_is_the_root_and_nowhere_else() {
        HostReport report = HostReportParser.parse("""
                @@begin
                @@df
                Filesystem 1-blocks Used Available Capacity Mounted on
                overlay 1000 300 700 30% /
                overlay 1000 300 700 30% /var/lib/docker/overlay2/1/merged
                @@end
                """);
        assertThat(report.mounts()).containsExactly(new Mount("/", 30.0, null));
    }

    @Test
    void believes_the_first_of_two_sections() {
        String twice = HEALTHY.replace("@@end", "@@loadavg\n99.0 99.0 99.0 1/1 1\n@@end");
        assertThat(HostReportParser.parse(twice).load()).isEqualTo(0.42);
    }

    @Test
    void survives_noise_of_any_kind() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder(HEALTHY);
            for (int change = 0; change < 20; change++) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, (char) (random.nextInt(4) == 0 ? random.nextInt(0x3000) : '0' + random.nextInt(80)));
            }
            assertThat(HostReportParser.parse(text.toString())).isNotNull();
        }
        byte[] bytes = new byte[20_000];
        random.nextBytes(bytes);
        assertThat(HostReportParser.parse(new String(bytes, StandardCharsets.ISO_8859_1))
                        .problem())
                .isNotNull();
    }

    @Test
    void refuses_a_report_of_endless_length() {
        assertThat(HostReportParser.parse("@@begin\n" + "x".repeat(HostReportParser.LONGEST))
                        .problem())
                .contains("longer");
    }
}
