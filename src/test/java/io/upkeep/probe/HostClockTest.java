package io.upkeep.probe;

import static io.upkeep.probe.ProbeState.CRITICAL;
import static io.upkeep.probe.ProbeState.OK;
import static io.upkeep.probe.ProbeState.UNKNOWN;
import static io.upkeep.probe.ProbeState.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code host-report.sh} on hosts whose clock is kept by chrony, by systemd, or by nothing, and what is made of it. */
class HostClockTest {

    private static final Path SCRIPT =
            Path.of("routes/pipelines/health/host-report.sh").toAbsolutePath();
    private static final String TRACKING =
            "A1B2C3D4,10.0.0.1,3,1764331200.1,%s,0.00001,0.00002,1.2,0.1,0.2,0.3,0.4,64.0,%s";
    private static final String STATUS = """
                   Server: 10.0.0.1 (ntp.example)
            Poll interval: 34min 8s (min: 32s; max 34min 8s)
                     Leap: normal
            Root distance: 18.416ms (max: 5s)
                   Offset: %s
                    Delay: 25.8ms
            """;

    @TempDir
    Path commands;

    @BeforeEach
    void nothing_keeps_the_clock() throws IOException {
        stub("chronyc", "exit 127");
        stub("timedatectl", "exit 127");
    }

    @Test
    void chrony_tells_how_far_the_clock_is_off() throws Exception {
        stub("chronyc", "[ \"$*\" = '-c tracking' ] && echo '" + TRACKING.formatted("-0.075000000", "Normal") + "'");
        stub("timedatectl", "echo NTPSynchronized=no");

        ProbeResult clock = clock();

        assertThat(clock.verdict().state()).isEqualTo(WARNING);
        assertThat(clock.value()).isEqualTo(75.0);
    }

    @Test
    void a_chrony_without_a_server_says_0_and_is_not_believed() throws Exception {
        stub("chronyc", "echo '" + TRACKING.formatted("0.000000000", "Not synchronised") + "'");

        ProbeResult clock = clock();

        assertThat(clock.verdict().state()).isEqualTo(WARNING);
        assertThat(clock.verdict().reason()).contains("no time server");
    }

    @ParameterizedTest
    @CsvSource({
        "+1.247ms, OK, 1.2",
        "-523us, OK, 0.5",
        "+75ms, WARNING, 75",
        "-1.5s, CRITICAL, 1500",
        "+1min 2.5s, CRITICAL, 62500"
    })
    void systemd_is_asked_where_chrony_does_not_answer(String offset, ProbeState state, double millis)
            throws Exception {
        systemd("yes", STATUS.formatted(offset));

        ProbeResult clock = clock();

        assertThat(clock.verdict().state()).isEqualTo(state);
        assertThat(clock.value()).isCloseTo(millis, within(0.001));
        assertThat(clock.unit()).isEqualTo("ms");
    }

    @Test
    void a_clock_that_follows_a_server_is_good_also_where_the_offset_is_not_told() throws Exception {
        // as with ntpd: the kernel knows that the clock is right, systemd-timesyncd has nothing to tell
        systemd("yes", "");

        ProbeResult clock = clock();

        assertThat(clock.verdict().state()).isEqualTo(OK);
        assertThat(clock.verdict().reason()).contains("follows a time server");
        assertThat(clock.value()).isNull();
    }

    @Test
    void a_clock_that_follows_no_server_is_a_warning() throws Exception {
        systemd("no", "");

        assertThat(clock().verdict())
                .isEqualTo(Verdict.warning("follows no time server; look at the service that keeps it right"));
    }

    @Test
    void a_clock_that_is_far_off_is_critical_whether_it_follows_a_server_or_not() throws Exception {
        systemd("no", STATUS.formatted("-2min"));

        assertThat(clock().verdict().state()).isEqualTo(CRITICAL);
    }

    @Test
    void what_nobody_tells_is_unknown_with_a_reason() throws Exception {
        ProbeResult clock = clock();

        assertThat(clock.verdict().state()).isEqualTo(UNKNOWN);
        assertThat(clock.verdict().reason()).contains("chronyc", "timedatectl", "install");
    }

    @Test
    void words_that_are_no_figures_tell_nothing() throws Exception {
        stub("chronyc", "echo '506 Cannot talk to daemon'; exit 1");
        systemd("maybe", "Offset: +ms\nOffset: n/a\nOffset: 99999999999999s");

        assertThat(clock().verdict().state()).isEqualTo(UNKNOWN);
    }

    private void systemd(String synchronised, String status) throws IOException {
        stub(
                "timedatectl",
                "case \"$*\" in 'show -p NTPSynchronized') echo NTPSynchronized=%s ;; timesync-status) cat <<'END'\n%s\nEND\n;; esac"
                        .formatted(synchronised, status));
    }

    private void stub(String name, String body) throws IOException {
        Path file = commands.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Runs the script here, with the stubs first on the path, and judges its report. */
    private ProbeResult clock() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", SCRIPT.toString());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PATH", commands + ":/usr/bin:/bin");
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        HostReport report = HostReportParser.parse(text);
        assertThat(report.problem()).isNull();
        List<ProbeResult> clocks = HostStrainVerdicts.judge(report, Past.NONE, Instant.EPOCH).stream()
                .filter(result -> result.probe().equals("clock"))
                .toList();
        assertThat(clocks).hasSize(1);
        return clocks.get(0);
    }
}
