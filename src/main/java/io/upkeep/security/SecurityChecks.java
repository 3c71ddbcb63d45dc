package io.upkeep.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * What routes call after they asked hosts: adds what was seen, and where nothing could be, to the exchange variable
 * {@code securityChecks}, and leaves in the body what that is, for people. Before, the body is what {@code fleet:} returned, with failed hosts in it
 * ({@code failedHosts=result}).
 */
@Component("securityChecks")
public class SecurityChecks {

    /** The exchange variable. */
    public static final String VARIABLE = "securityChecks";

    private final LoginCheck logins;
    private final Baselines baselines;
    private final Audits audits;
    private final SecurityProperties properties;
    private final ObjectMapper json;
    private final Clock clock;

    SecurityChecks(
            LoginCheck logins,
            Baselines baselines,
            Audits audits,
            SecurityProperties properties,
            ObjectMapper json,
            Clock clock) {
        this.logins = logins;
        this.baselines = baselines;
        this.audits = audits;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /** What {@code login-report.sh} reads: up to where each host's log was read. */
    public String positions() {
        return logins.positions();
    }

    /** What scanners and the looks for weaknesses saw, for people: two calls of this bean in one step. */
    public String scans(List<Map<String, Object>> looks) {
        return FindingWords.seen(looks.stream()
                .map(fields -> json.convertValue(fields, Look.class))
                .filter(look -> ScanRules.isOf(look.check()) || WeaknessRules.isOf(look.check()))
                .toList());
    }

    /** The body holds reports of {@code login-report.sh}. */
    public void logins(Exchange exchange) {
        look(
                exchange,
                (host, why) -> List.of(Look.blind(host, LoginCheck.NAME, clock.instant(), why)),
                (host, report) -> List.of(logins.look(host, report, clock.instant())));
    }

    /** The body holds reports of {@code activity-report.sh}. */
    public void activity(Exchange exchange) {
        look(
                exchange,
                (host, why) -> Baselines.blind(host, why, clock.instant()),
                (host, report) -> baselines.look(host, report, clock.instant()));
    }

    /** The body holds reports of {@code weakness-report.sh}. */
    public void weaknesses(Exchange exchange) {
        look(
                exchange,
                (host, why) -> WeaknessRules.blind(host, why, clock.instant(), properties.scans()),
                (host, report) -> WeaknessRules.judge(host, report, clock.instant(), properties.scans()));
    }

    /** The body holds reports of {@code vulnerability-report.sh}. */
    public void vulnerabilities(Exchange exchange) {
        look(
                exchange,
                (host, why) -> ScanRules.blindVulnerabilities(host, why, clock.instant(), properties.scans()),
                (host, report) -> ScanRules.vulnerabilities(host, report, clock.instant(), properties.scans()));
    }

    /** The body holds reports of {@code audit-report.sh}; what an audit asks of the product itself is added. */
    public void audit(Exchange exchange) {
        List<Look> looks = new ArrayList<>(looks(
                exchange,
                (host, why) -> AuditRules.blind(host, why, clock.instant()),
                (host, report) -> AuditRules.judge(host, report, clock.instant(), properties.audit())));
        looks.addAll(audits.look(clock.instant()));
        add(exchange, looks);
    }

    private void look(
            Exchange exchange,
            BiFunction<String, String, List<Look>> blind,
            BiFunction<String, String, List<Look>> read) {
        add(exchange, looks(exchange, blind, read));
    }

    private static List<Look> looks(
            Exchange exchange,
            BiFunction<String, String, List<Look>> blind,
            BiFunction<String, String, List<Look>> read) {
        List<Look> looks = new ArrayList<>();
        Map<?, ?> hosts = exchange.getMessage().getBody(Map.class);
        hosts.forEach((host, outcome) -> {
            Map<?, ?> fields = (Map<?, ?>) outcome;
            String name = String.valueOf(host);
            looks.addAll(
                    fields.get("failure") == null
                            ? read.apply(name, String.valueOf(fields.get("stdout")))
                            : blind.apply(name, fields.get("what") + "; " + fields.get("next")));
        });
        return looks;
    }

    private void add(Exchange exchange, List<Look> looks) {
        List<Object> all = new ArrayList<>();
        List<?> before = exchange.getVariable(VARIABLE, List.class);
        if (before != null) {
            all.addAll(before);
        }
        looks.forEach(look -> all.add(fields(look)));
        exchange.setVariable(VARIABLE, all);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(FindingWords.seen(looks));
    }

    private Map<String, Object> fields(Look look) {
        return json.convertValue(
                look, json.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class));
    }
}
