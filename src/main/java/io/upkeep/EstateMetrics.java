package io.upkeep;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.upkeep.event.Outbox;
import io.upkeep.incident.Incidents;
import io.upkeep.probe.ProbeState;
import io.upkeep.probe.TargetHealth;
import io.upkeep.security.Findings;
import io.upkeep.security.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * How the estate is, for programs that draw and alarm: {@code upkeep.target.state} and {@code upkeep.probe.state} (0 OK, 1 WARNING,
 * 2 CRITICAL, 3 UNKNOWN, 4 MAINTENANCE), {@code upkeep.probe.value} in the probe's own unit, {@code upkeep.incidents}, {@code upkeep.findings} (open, by severity), {@code upkeep.outbox.waiting}. Read from the
 * database every few seconds, not at each scrape; a database that does not answer leaves the last figures.
 */
@Component
class EstateMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(EstateMetrics.class);
    private static final int MOST = 1000;

    private final TargetHealth health;
    private final Incidents incidents;
    private final Findings findings;
    private final Outbox outbox;
    private final MultiGauge targets;
    private final MultiGauge probes;
    private final MultiGauge values;
    private final MultiGauge open;
    private final AtomicLong unresolved = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();

    EstateMetrics(TargetHealth health, Incidents incidents, Findings findings, Outbox outbox, MeterRegistry registry) {
        this.health = health;
        this.incidents = incidents;
        this.findings = findings;
        this.outbox = outbox;
        this.targets = MultiGauge.builder("upkeep.target.state")
                .description("0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, 4 MAINTENANCE")
                .register(registry);
        this.probes = MultiGauge.builder("upkeep.probe.state")
                .description("0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, 4 MAINTENANCE")
                .register(registry);
        this.values = MultiGauge.builder("upkeep.probe.value")
                .description("in the probe's own unit")
                .register(registry);
        this.open = MultiGauge.builder("upkeep.findings")
                .description("security findings that are open, by severity")
                .register(registry);
        Gauge.builder("upkeep.incidents", unresolved, AtomicLong::get)
                .description("incidents that are not resolved")
                .register(registry);
        Gauge.builder("upkeep.outbox.waiting", waiting, AtomicLong::get)
                .description("events that are not sent yet")
                .register(registry);
    }

    @Scheduled(fixedDelayString = "${upkeep.metrics.look-every:15s}")
    void look() {
        try {
            List<TargetHealth.Report> reports = health.list();
            unresolved.set(incidents.newest(false, MOST).size());
            waiting.set(outbox.backlog());
            register(reports);
            registerFindings(findings.open());
        } catch (RuntimeException e) {
            LOG.debug("The estate's metrics stay as they were", e);
        }
    }

    private void register(List<TargetHealth.Report> reports) {
        List<Row<?>> states = new ArrayList<>();
        List<Row<?>> each = new ArrayList<>();
        List<Row<?>> figures = new ArrayList<>();
        for (TargetHealth.Report report : reports) {
            states.add(Row.of(Tags.of("target", report.name(), "kind", report.kind()), number(report.state())));
            for (TargetHealth.Probe probe : report.probes()) {
                Tags tags = Tags.of("target", report.name(), "probe", probe.name());
                each.add(Row.of(tags, number(probe.state())));
                if (probe.value() != null) {
                    figures.add(Row.of(tags.and("unit", probe.unit() == null ? "" : probe.unit()), probe.value()));
                }
            }
        }
        targets.register(states, true);
        probes.register(each, true);
        values.register(figures, true);
    }

    private void registerFindings(Map<Severity, Integer> counts) {
        List<Row<?>> rows = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            rows.add(Row.of(Tags.of("severity", severity.name()), counts.getOrDefault(severity, 0)));
        }
        open.register(rows, true);
    }

    private static int number(ProbeState state) {
        return switch (state) {
            case OK -> 0;
            case MAINTENANCE -> 4;
            case WARNING -> 1;
            case CRITICAL -> 2;
            case UNKNOWN -> 3;
        };
    }
}
