package io.upkeep.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HostStrainTest {

    private static final String STRAINED = HostReportParserTest.HEALTHY.replace("@@df\n", """
            @@pressure
            /proc/pressure/cpu:some avg10=1.00 avg60=2.50 avg300=0.10 total=12
            /proc/pressure/memory:some avg10=50.00 avg60=33.25 avg300=9.10 total=99
            /proc/pressure/io:some avg10=nonsense
            @@units
            virtual-queue-api.service loaded failed failed The API
            answered
            @@clock
            A1B2C3D4,10.0.0.1,3,1764331200.1,-0.075000000,0.00001,0.00002,1.2,0.1,0.2,0.3,0.4,64.0,Normal
            @@df
            """);

    @Test
    void pressure_failed_units_and_the_clock_are_read_and_judged() {
        HostReport report = HostReportParser.parse(STRAINED);
        assertThat(report.pressure()).containsOnlyKeys("cpu", "memory").containsEntry("memory", 33.25);
        assertThat(report.failedUnits()).containsExactly("virtual-queue-api.service");
        assertThat(report.clock().offset()).isEqualTo(-75.0);
        List<ProbeResult> results = HostStrainVerdicts.judge(report, Past.NONE, Instant.EPOCH);
        assertThat(results)
                .extracting(result -> result.probe() + " " + result.verdict().state())
                .containsExactly("pressure:cpu OK", "pressure:memory WARNING", "units WARNING", "clock WARNING");
    }

    @Test
    void a_host_that_does_not_tell_them_has_no_such_probes_and_no_failed_unit_is_good() {
        HostReport silent = HostReportParser.parse(HostReportParserTest.HEALTHY);
        assertThat(HostStrainVerdicts.judge(silent, Past.NONE, Instant.EPOCH)).isEmpty();
        assertThat(HostStrainParser.failedUnits(List.of("answered"))).isEmpty();
        assertThat(HostStrainParser.failedUnits(List.of())).isNull();
    }
}
