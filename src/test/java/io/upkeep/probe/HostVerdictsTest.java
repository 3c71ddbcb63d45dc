package io.upkeep.probe;

import static io.upkeep.probe.ProbeState.CRITICAL;
import static io.upkeep.probe.ProbeState.OK;
import static io.upkeep.probe.ProbeState.UNKNOWN;
import static io.upkeep.probe.ProbeState.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostVerdictsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String HEALTHY = HostReportParserTest.HEALTHY;

    @Test
    void a_healthy_host_is_good_in_every_way() {
        assertThat(judge(HEALTHY, Past.NONE).values())
                .allSatisfy(result -> assertThat(result.verdict().state()).isEqualTo(OK));
        assertThat(judge(HEALTHY, Past.NONE))
                .containsOnlyKeys(
                        "report", "cpu", "load", "memory", "disk:/", "inodes:/", "disk:/srv/my files", "network");
    }

    @Test
    void a_missing_section_is_unknown_and_never_good() {
        String without = HEALTHY.replaceAll("@@(stat|loadavg|meminfo|netdev|df)\n", "@@other\n");
        Map<String, ProbeResult> results = judge(without, Past.NONE);
        for (String probe : new String[] {"cpu", "load", "memory", "network", "disk"}) {
            assertThat(results.get(probe).verdict().state()).as(probe).isEqualTo(UNKNOWN);
            assertThat(results.get(probe).verdict().reason()).as(probe).isNotBlank();
        }
    }

    @Test
    void an_unusable_report_is_one_unknown_result() {
        Map<String, ProbeResult> results = judge("<html>", Past.NONE);
        assertThat(results).containsOnlyKeys("report");
        assertThat(results.get("report").verdict().state()).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"60, 0, OK", "90, 0, OK", "91, 0, WARNING", "91, 14, WARNING", "91, 15, CRITICAL", "99, 60, CRITICAL"})
    void a_processor_is_judged_by_the_last_round_and_critical_when_it_lasts(int busy, int minutes, ProbeState state) {
        String later = HEALTHY.replace(
                "cpu  100 20 30 800 40 5 4 1 0 0", "cpu  %d 20 30 %d 40 5 4 1 0 0".formatted(100 + busy, 900 - busy));
        ProbeResult cpu = judge(later, after("cpu", minutes)).get("cpu");
        assertThat(cpu.verdict().state()).isEqualTo(state);
        assertThat(cpu.value()).isEqualTo(busy);
        assertThat(cpu.verdict().reason()).contains("last round");
    }

    @Test
    void counters_that_went_back_or_belong_to_another_boot_count_since_boot() {
        Past ahead = new Past(HostReportParser.parse(HEALTHY.replace("cpu  100", "cpu  90000")), Map.of(), Map.of());
        Past otherBoot = new Past(HostReportParser.parse(HEALTHY.replace("5f0c", "aaaa")), Map.of(), Map.of());
        for (Past past : new Past[] {ahead, otherBoot, Past.NONE}) {
            ProbeResult cpu = judge(HEALTHY, past).get("cpu");
            assertThat(cpu.value()).isEqualTo(16.0);
            assertThat(cpu.verdict().reason()).contains("boot");
        }
    }

    @Test
    void packets_that_went_back_give_no_negative_share() {
        Past ahead =
                new Past(HostReportParser.parse(HEALTHY.replace("1000    1    2", "999999 77 88")), Map.of(), Map.of());
        assertThat(judge(HEALTHY, ahead).get("network").value()).isBetween(0.0, 1.0);
    }

    @Test
    void lost_packets_are_a_warning_and_no_interface_is_critical() {
        assertThat(state(HEALTHY.replace("1000    1    2", "1000   90   90"), "network"))
                .isEqualTo(WARNING);
        assertThat(state(HEALTHY.replaceAll("(?m)^ +eth0.*\n", ""), "network")).isEqualTo(CRITICAL);
    }

    @ParameterizedTest
    @CsvSource({"6000000, OK", "800000, OK", "799999, WARNING", "1, WARNING"})
    void memory_is_judged_by_what_is_available(long available, ProbeState state) {
        assertThat(state(HEALTHY.replace("6000000 kB", available + " kB"), "memory"))
                .isEqualTo(state);
    }

    @Test
    void a_process_killed_for_want_of_memory_is_critical() {
        ProbeResult memory = judge(HEALTHY.replace("oom_kill 3", "oom_kill 5"), after("memory", 0))
                .get("memory");
        assertThat(memory.verdict().state()).isEqualTo(CRITICAL);
        assertThat(memory.verdict().reason()).contains("killed 2 processes");
    }

    @ParameterizedTest
    @CsvSource({
        // used now, used an hour ago, verdict
        "50, 50, OK",
        "62, 62, OK",
        "62, 61, OK", // full in 38 h
        "62, 59, WARNING", // full in 12 h
        "81, 81, OK",
        "82, 75, CRITICAL", // full in 2 h
        "82, 80, WARNING", // full in 9 h
        "95, 95, OK",
        "96, 96, WARNING",
        "98, 98, CRITICAL",
        "100, 100, CRITICAL"
    })
    void a_disk_is_judged_by_its_room_and_by_its_trend(int used, int before, ProbeState state) {
        Past past = new Past(null, Map.of(), Map.of("disk:/", new Past.Point(before, NOW.minusSeconds(3600))));
        String text = HEALTHY.replace("300         700", used * 10 + " " + (1000 - used * 10));
        assertThat(judge(text, past).get("disk:/").verdict().state()).isEqualTo(state);
    }

    @Test
    void inodes_that_run_out_are_critical_while_the_space_is_good() {
        Map<String, ProbeResult> results = judge(HEALTHY.replace("10       90   10% /", "99  1 99% /"), Past.NONE);
        assertThat(results.get("inodes:/").verdict().state()).isEqualTo(CRITICAL);
        assertThat(results.get("disk:/").verdict().state()).isEqualTo(OK);
    }

    @Test
    void load_counts_per_core() {
        assertThat(state(HEALTHY.replace("0.42 0.51", "4.10 0.51"), "load")).isEqualTo(WARNING);
        assertThat(state(HEALTHY.replace("0.42 0.51", "3.90 0.51"), "load")).isEqualTo(OK);
    }

    private static Past after(String probe, int minutes) {
        ProbeState was = minutes == 0 ? OK : WARNING;
        return new Past(
                HostReportParser.parse(HEALTHY),
                Map.of(probe, new Past.Standing(was, NOW.minusSeconds(minutes * 60L))),
                Map.of());
    }

    private static ProbeState state(String report, String probe) {
        return judge(report, Past.NONE).get(probe).verdict().state();
    }

    private static Map<String, ProbeResult> judge(String report, Past past) {
        return HostVerdicts.judge(HostReportParser.parse(report), past, NOW).stream()
                .collect(java.util.stream.Collectors.toMap(ProbeResult::probe, result -> result));
    }
}
