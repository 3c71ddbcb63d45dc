package io.upkeep.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogRulesTest {

    private static final LogSettings.MostRemoved MOST = new LogSettings.MostRemoved(100, 50);

    private static LogSettings settings(String directory, List<String> patterns, String deleteAfter) {
        return new LogSettings(
                directory, patterns, null, Duration.ofDays(7), Duration.parse(deleteAfter), Duration.ofDays(1), MOST);
    }

    private static final LogRules RULES = new LogRules(settings("/var/log/app", List.of("*.log"), "P30D"));

    private static Map<String, Object> said(String text) {
        return Map.of("api-1", Map.of("stdout", text));
    }

    private static String look(int all, int remove, int empty) {
        return "@@total %d 5\n@@compress 3 900\n@@remove %d 70\n@@empty %d 0\n@@end".formatted(all, remove, empty);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 10, 0, true",
        "20, 11, 0, false",
        "22, 6, 5, true",
        "1000, 100, 0, true",
        "1000, 100, 1, false",
        "3, 3, 0, true"
    })
    void a_share_or_a_number_too_large_is_refused_before_anything_is_touched(
            int all, int remove, int empty, boolean may) {
        if (may) {
            assertThat(RULES.judge(said(look(all, remove, empty))))
                    .isEqualTo("api-1: of %d files compress 3 (900 bytes), delete %d (70 bytes) and %d empty ones"
                            .formatted(all, remove, empty));
        } else {
            assertThatThrownBy(() -> RULES.judge(said(look(all, remove, empty))))
                    .isInstanceOf(LogsRefused.class)
                    .hasMessageContaining(
                            "api-1: " + (remove + empty) + " of " + all + " files would be deleted at once")
                    .hasMessageContaining("upkeep.logs.most-removed");
        }
    }

    @Test
    void an_answer_that_was_cut_off_is_refused_and_hostile_names_stay_on_their_line() {
        assertThatThrownBy(() -> RULES.judge(said("@@total 1 1"))).hasMessageContaining("did not tell all");
        assertThat(RULES.judge(said(look(9, 1, 0).replace("@@end", "@@name remove a\u001b[31m\u202eb\n@@end"))))
                .endsWith("\n  remove a [31m b");
    }

    @Test
    void a_refusal_names_some_of_the_files_by_host_and_directory_and_says_how_many_more_there_are() {
        String many = look(30, 20, 0)
                .replace(
                        "@@end",
                        "@@places 5 0\n@@place 12 .\n@@gone a\u001b.gz\n@@gone b.gz\n@@gone c.gz\n@@gone d.gz\n"
                                + "@@place 4 ./old\n@@gone x.gz\n@@place 1 ./older\n@@gone " + "y".repeat(90)
                                + "\n@@end");

        assertThatThrownBy(() -> RULES.judge(said(many)))
                .hasMessageContaining("api-1: 20 of 30 files would be deleted at once, more than 100 or 50 percent: "
                        + "a .gz, b.gz, c.gz and 9 more in /var/log/app; x.gz and 3 more in /var/log/app/old; "
                        + "y".repeat(60)
                        + "… in /var/log/app/older; others in more directories: 2; look at the host's clock");
        Map<String, Object> hosts = new TreeMap<>();
        for (int host = 0; host < 15; host++) {
            hosts.put("host-" + host, said(many).get("api-1"));
        }
        assertThatThrownBy(() -> RULES.judge(hosts))
                .hasMessageContaining("host-0: 20 of 30")
                .hasMessageContaining("host-9: 20 of 30")
                .message()
                .hasSizeLessThan(5_500);
    }

    @Test
    void a_log_that_grew_frees_nothing() {
        assertThat(HostLogs.read("@@compressed 2 100 130").figure("compressed").freed())
                .isZero();
        assertThat(HostLogs.read("@@compressed 2 1000 130").figure("compressed").freed())
                .isEqualTo(870);
    }

    @Test
    void mistakes_in_the_settings_stop_the_start() {
        assertThatThrownBy(() -> settings("logs", List.of("*.log"), "P30D"))
                .hasMessageContaining("logs: directory 'logs' is not an absolute path")
                .hasMessageContaining("upkeep.logs.directory");
        assertThatThrownBy(() -> settings("/", List.of("*.log"), "P30D")).hasMessageContaining("directory '/'");
        assertThatThrownBy(() -> settings("/var/../etc", List.of("*.log"), "P30D"))
                .hasMessageContaining("/var/../etc");
        assertThatThrownBy(() -> settings("/var/log/app", List.of("*"), "P30D")).hasMessageContaining("patterns '[*]'");
        assertThatThrownBy(() -> settings("/var/log/app", List.of("a b"), "P30D"))
                .hasMessageContaining("patterns");
        assertThatThrownBy(() -> settings("/var/log/app", List.of("*.log"), "P7D"))
                .hasMessageContaining("delete-after 'PT168H' is not longer than compress-after");
        assertThatThrownBy(() -> new LogSettings.MostRemoved(10, 101)).hasMessageContaining("most-removed");
        assertThatThrownBy(() -> new LogRules(settings(null, List.of("*.log"), "P30D")).text())
                .hasMessageContaining("upkeep.logs.directory: /var/log/NAME");
    }
}
