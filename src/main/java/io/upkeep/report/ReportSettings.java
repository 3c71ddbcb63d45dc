package io.upkeep.report;

import io.upkeep.text.Shown;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code upkeep.report}: what the estate says of itself for its figures. What is left out makes its figure "no data".
 *
 * @param zone whose calendar weeks and months are of
 * @param system labels or names of targets: the system is up while, of each, one target is
 * @param upProbes the probes that say whether a target is up
 * @param holds how long a result counts when no other follows; longer than the time between two checks
 * @param latency the probe that measures how slow the system is
 * @param busy resources with the probes that measure how busy they are, in percent; {@code *} at a name's end stands for any rest
 * @param optimising pipelines that optimise
 * @param optimised the probe that they are to make smaller
 * @param manualMinutes minutes a person takes for a step, by pipeline
 * @param ratePerHour what an hour of a person costs
 * @param downtimeCostPerMinute what a minute of downtime costs
 * @param outageMinutes how long the system is down when a failed change is put right by hand
 * @param runCostPerMonth what Upkeep itself costs
 * @param affected how many users notice, by impact
 * @param reviewWithin how long after a window its review is due
 */
@ConfigurationProperties("upkeep.report")
public record ReportSettings(
        @DefaultValue("UTC") String zone,
        @DefaultValue List<String> system,
        @DefaultValue("answers") List<String> upProbes,
        @DefaultValue("11m") Duration holds,
        String latency,
        @DefaultValue Map<String, List<String>> busy,
        @DefaultValue List<String> optimising,
        String optimised,
        @DefaultValue Map<String, Double> manualMinutes,
        Double ratePerHour,
        Double downtimeCostPerMinute,
        Double outageMinutes,
        Double runCostPerMonth,
        @DefaultValue Map<String, Double> affected,
        @DefaultValue("5d") Duration reviewWithin) {

    private static final Set<String> IMPACTS = Set.of("REDUCED-REDUNDANCY", "DEGRADED", "OUTAGE");

    /**
     * Refuses what cannot be meant.
     *
     * @throws IllegalArgumentException naming the setting, its value and a right one
     */
    public ReportSettings {
        try {
            ZoneId.of(zone);
        } catch (java.time.DateTimeException e) {
            throw wrong("zone", zone, "Europe/Berlin", e);
        }
        positive("holds", holds);
        positive("review-within", reviewWithin);
        manualMinutes.forEach((pipeline, minutes) -> amount("manual-minutes." + pipeline, minutes));
        affected.forEach((impact, users) -> {
            amount("affected." + impact, users);
            if (!IMPACTS.contains(impact)) {
                throw wrong("affected", impact, "OUTAGE, DEGRADED or REDUCED-REDUNDANCY", null);
            }
        });
        amount("rate-per-hour", ratePerHour);
        amount("downtime-cost-per-minute", downtimeCostPerMinute);
        amount("outage-minutes", outageMinutes);
        amount("run-cost-per-month", runCostPerMonth);
    }

    ZoneId calendar() {
        return ZoneId.of(zone);
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw wrong(name, value.toString(), "11m", null);
        }
    }

    private static void amount(String name, Double value) {
        if (value != null && !(value >= 0 && Double.isFinite(value))) {
            throw wrong(name, value.toString(), "a number that is not negative, such as 45", null);
        }
    }

    private static IllegalArgumentException wrong(String name, String value, String right, Throwable cause) {
        return new IllegalArgumentException(
                "upkeep.report.%s '%s' is not valid; write %s (application.yaml)"
                        .formatted(name, Shown.of(value), right),
                cause);
    }
}
