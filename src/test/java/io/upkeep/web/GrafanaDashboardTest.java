package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The dashboard asks only for metrics that the running product has. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class GrafanaDashboardTest extends RunningUpkeep {

    private static final Pattern METRIC = Pattern.compile("\\b(?:upkeep|jvm|hikaricp)_[a-z_]+");
    /** There once a probe has measured something. */
    private static final Set<String> AFTER_A_CHECK = Set.of("upkeep_probe_state", "upkeep_probe_value");

    @Test
    void every_metric_of_the_dashboard_is_there_after_a_run() throws Exception {
        JsonNode dashboard = JSON.readTree(Files.readString(Path.of("deploy/grafana/upkeep-dashboard.json")));
        Set<String> asked = new TreeSet<>();
        dashboard.findValuesAsText("expr").forEach(expr -> {
            Matcher metric = METRIC.matcher(expr);
            while (metric.find()) {
                asked.add(metric.group());
            }
        });
        assertThat(asked).hasSizeGreaterThan(6);
        asked.removeAll(AFTER_A_CHECK);
        atRest(started("look", "{}"));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            String metrics = get("/actuator/prometheus").body();
            assertThat(asked).allSatisfy(name -> assertThat(metrics).contains("\n" + name));
        });
    }
}
