package io.upkeep.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private static String report(double uptime, long busy) {
        return """
                @@boot
                5f0c8c52-6c2f-4b11-9b0e-7d9a4c1e2a77
                @@uptime
                %s 400.00
                @@stat
                cpu  %d 0 0 800 0 0 0 %d 0 0
                @@pressure-cpu
                some avg10=0.00 avg60=0.00 avg300=0.00 total=%d
                @@pressure-io
                @@diskstats
                   8 0 sda 10 0 %d 0 10 0 2000 0 0 %d 0 0 0
                   8 1 sda1 10 0 1000 0 10 0 2000 0 0 300 0
                 253 0 dm-0 10 0 1000 0 10 0 2000 0 0 300 0
                @@netdev
                  eth0: %d 1 0 0 0 0 0 0 70 1 0 0 0 0 0 0
                    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0
                @@end
                """.formatted(uptime, 200 - busy, busy, busy * 100_000, busy * 100, busy * 10, busy * 50);
    }

    private static Reading read(double uptime, long busy) {
        return HostFigures.parse(report(uptime, busy)).orElseThrow();
    }

    @Test
    void rates_are_the_growth_of_counters_by_the_hosts_own_clock() {
        Map<String, Double> metrics = read(110, 60).since(read(100, 10));

        assertThat(metrics)
                .contains(
                        entry("cpu-pressure", 50.0),
                        entry("disk-read:sda", 5000.0 * 512 / 10),
                        entry("disk-write:sda", 0.0),
                        entry("disk-busy:sda", 5.0),
                        entry("net-in:eth0", 250.0))
                .doesNotContainKeys("io-pressure", "disk-read:sda1", "disk-read:dm-0", "net-in:lo");
    }

    @Test
    void a_share_is_one_counters_growth_in_percent_of_the_others() {
        Reading before = RowFigures.parse(Map.of("epoch", "e", "seconds", 1, "hit_part", 90, "hit_whole", 100));
        Reading now = RowFigures.parse(Map.of("epoch", "e", "seconds", 61, "hit_part", 190, "hit_whole", 300));

        assertThat(now.since(before).get("hit")).isCloseTo(50, within(1e-9));
    }

    @Test
    void counters_that_began_anew_went_back_or_are_too_old_say_nothing() {
        Reading before = read(100, 50);
        assertThat(read(110, 10).since(before)).doesNotContainKey("cpu-pressure");
        assertThat(read(100 + 4000, 60).since(before)).isEmpty();
        assertThat(read(100, 60).since(before)).isEmpty();
        assertThat(read(110, 60).since(null)).isEmpty();
        Reading booted =
                HostFigures.parse(report(110, 60).replace("5f0c", "aaaa")).orElseThrow();
        assertThat(booted.since(before)).isEmpty();
    }

    @Test
    void the_end_of_a_name_says_what_a_figure_is() {
        Map<String, Object> row =
                new HashMap<>(Map.of("epoch", "e", "seconds", 100, "Size_Bytes", 5, "commits_total", 10));
        row.put("nothing", null);
        row.put("text", "<b>");
        row.put("x; drop", 1);
        Reading before = RowFigures.parse(row);
        row.put("seconds", 110);
        row.put("commits_total", 30);

        assertThat(RowFigures.parse(row).since(before)).containsOnly(entry("size-bytes", 5.0), entry("commits", 2.0));
    }

    @Test
    void a_report_that_is_cut_off_or_hostile_is_no_report() {
        String whole = report(100, 10);
        assertThat(HostFigures.parse(null)).isEmpty();
        assertThat(HostFigures.parse("")).isEmpty();
        assertThat(HostFigures.parse(whole.replace("@@end\n", ""))).isEmpty();
        assertThat(HostFigures.parse(whole.replace("100.0 400.00", "100.0; reboot")))
                .isEmpty();
        assertThat(HostFigures.parse("x".repeat(300_000))).isEmpty();
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
            for (int flips = 0; flips < 4; flips++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
            }
            HostFigures.parse(new String(bytes, StandardCharsets.UTF_8))
                    .ifPresent(reading -> assertThat(reading.since(read(50, 1)).values())
                            .allSatisfy(value -> assertThat(value).isFinite().isNotNegative()));
        }
    }

    @Test
    void a_disk_list_without_end_is_bounded() {
        StringBuilder disks = new StringBuilder();
        for (char a = 'a'; a <= 'z'; a++) {
            for (char b = 'a'; b <= 'z'; b++) {
                disks.append("8 0 sd%s%s 1 0 1 0 1 0 1 0 0 1 0 0%n".formatted(a, b));
            }
        }
        String report = report(100, 10).replace("@@netdev", disks + "@@netdev");
        assertThat(HostFigures.parse(report).orElseThrow().totals()).hasSizeLessThan(200);
    }

    @Test
    void redis_tells_its_memory_and_how_often_it_had_what_was_asked() {
        Map<String, Object> info = new HashMap<>(Map.of(
                "run_id",
                "abc",
                "uptime_in_seconds",
                "100",
                "used_memory",
                "1048576",
                "keyspace_hits",
                "10",
                "keyspace_misses",
                "10",
                "evicted_keys",
                "0"));
        Reading before = CacheFigures.parse(info);
        info.putAll(Map.of("uptime_in_seconds", "160", "keyspace_hits", "40", "evicted_keys", "6"));

        Map<String, Double> metrics = CacheFigures.parse(info).since(before);

        assertThat(metrics)
                .contains(entry("memory-bytes", 1048576.0), entry("cache-hit", 100.0), entry("evictions", 0.1));
        assertThat(Words.value(
                        metrics.get("memory-bytes"), Metric.of("memory-bytes").unit()))
                .isEqualTo("1 MiB");
    }
}
