package io.upkeep.diagnosis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.diagnosis.Evidence.Change;
import io.upkeep.diagnosis.Evidence.Past;
import io.upkeep.diagnosis.Evidence.Problem;
import io.upkeep.diagnosis.Evidence.Version;
import io.upkeep.text.Amount;
import io.upkeep.text.Interrupt;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What routes call after they looked at something: {@code bean: {ref: evidence, method: …}}. Each keeps what was seen under
 * the run and the round (1 before the remedies, 2 after them) and says it in a line for the journal.
 */
@Component("evidence")
public class Evidences {

    private static final int LONGEST = 300;

    private final EvidenceRecords records;
    private final TroubleshootingSettings settings;
    private final ObjectProvider<RunDecisions> decisions;
    private final ObjectMapper json;
    private final Clock clock;

    Evidences(
            EvidenceRecords records,
            TroubleshootingSettings settings,
            ObjectProvider<RunDecisions> decisions,
            ObjectMapper json,
            Clock clock) {
        this.decisions = decisions;
        this.records = records;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /** A drift as the route's bean compares it. */
    record Drift(Version deployed, Map<String, List<String>> hosts) {

        static final Drift NONE = new Drift(Version.NONE, Map.of());
    }

    /** The round begins: only what probes say from now on counts in it. */
    public String begin(String run, int round) {
        return "what probes saw before %s does not count any more"
                .formatted(records.begin(UUID.fromString(run), round, clock.instant()));
    }

    /** The body is what {@code fleet:} returned, with failed hosts in it ({@code failedHosts=result}). */
    public String hosts(String run, int round, Map<String, Map<String, Object>> outcomes) {
        Map<String, HostLook> looks = new LinkedHashMap<>();
        outcomes.forEach((host, outcome) -> looks.put(
                host,
                outcome.get("failure") == null
                        ? HostLook.read(String.valueOf(outcome.get("stdout")))
                        : HostLook.unseen(outcome.get("what") + "; " + outcome.get("next"))));
        return keep(run, round, "hosts", looks, "looked at " + Amount.of(looks.size(), "host"));
    }

    /** What Upkeep itself knows: probes, the run, changes and locks. */
    public String past(String run, int round, Map<String, Object> about) {
        Issue issue = json.convertValue(about, Issue.class);
        Instant begun = records.begin(UUID.fromString(run), round, clock.instant());
        keep(run, round, "problems", records.critical(begun), "");
        Past past = new Past(
                issue.run() == null ? null : records.run(issue.run()).orElse(null),
                records.changes(settings.changes(), issue.at().minus(settings.lookBack())).stream()
                        .map(this::touching)
                        .toList(),
                records.locks(),
                issue.run() == null ? List.of() : records.backups(issue.run()),
                records.answers(issue.scope(), begun, issue.at().minus(settings.lookBack())));
        return keep(
                run,
                round,
                "past",
                past,
                Amount.of(past.changes().size(), "change") + ", "
                        + Amount.of(past.locks().size(), "lock"));
    }

    private Change touching(Change change) {
        return change.touching(decisions.getObject().targets(change.pipeline(), change.environment()));
    }

    /** The rows of what a database is busy with. */
    public String database(String run, int round, String name, List<Map<String, Object>> rows) {
        DatabaseLook look = DatabaseLook.read(name, rows);
        return keep(run, round, "database", look, Amount.of(look.sessions().size(), "open transaction"));
    }

    /** The database could not be asked. */
    public String databaseAway(String run, int round, String name, Exception why) throws Exception {
        Interrupt.passOn(why);
        return keep(
                run, round, "database", new DatabaseLook(name, fault(why), null, List.of()), name + " does not answer");
    }

    /** A cache's properties. */
    public String cache(String run, int round, String name, Map<Object, Object> properties) {
        return keep(run, round, "cache", CacheLook.read(name, properties), name + " answers");
    }

    /** The cache could not be asked. */
    public String cacheAway(String run, int round, String name, Exception why) throws Exception {
        Interrupt.passOn(why);
        return keep(run, round, "cache", new CacheLook(name, fault(why), null), name + " does not answer");
    }

    /** A comparison of the hosts' configuration with what was deployed: {@code version}, {@code again}, {@code environment}, {@code
     * hosts}. */
    public String drift(String run, int round, Map<String, Object> compared) {
        Map<String, List<String>> hosts = new LinkedHashMap<>();
        if (compared.get("hosts") instanceof Map<?, ?> differing) {
            differing.forEach((host, files) -> hosts.put(
                    String.valueOf(host),
                    files instanceof List<?> list
                            ? list.stream()
                                    .map(file -> Bounded.line(file, LONGEST))
                                    .toList()
                            : List.of()));
        }
        String shown = String.valueOf(compared.getOrDefault("version", ""));
        Version version = new Version(
                String.valueOf(compared.getOrDefault("again", shown)),
                String.valueOf(compared.getOrDefault("environment", "")),
                shown);
        return keep(
                run,
                round,
                "drift",
                new Drift(version, hosts),
                Amount.of(hosts.size(), "host differs", "hosts differ"));
    }

    /** All that was seen in a round. */
    Evidence of(String run, int round, Issue issue) {
        Map<String, String> topics = records.of(UUID.fromString(run), round);
        Drift drift = read(topics, "drift", new TypeReference<Drift>() {}, Drift.NONE);
        return new Evidence(
                issue,
                read(topics, "problems", new TypeReference<List<Problem>>() {}, List.of()),
                read(topics, "hosts", new TypeReference<Map<String, HostLook>>() {}, Map.of()),
                read(topics, "past", new TypeReference<Past>() {}, Past.NONE),
                drift.hosts(),
                drift.deployed(),
                read(topics, "database", new TypeReference<DatabaseLook>() {}, DatabaseLook.NONE),
                read(topics, "cache", new TypeReference<CacheLook>() {}, CacheLook.NONE));
    }

    /** What the driver says, beneath words which only tell that there is a cause. */
    private static String fault(Throwable why) {
        Throwable cause = why;
        while (cause.getCause() != null && saysOnlyItsCause(cause)) {
            cause = cause.getCause();
        }
        String text = Bounded.line(Objects.requireNonNullElse(cause.getMessage(), ""), LONGEST);
        return text.isBlank() ? "it failed without saying why" : text;
    }

    private static boolean saysOnlyItsCause(Throwable failure) {
        return failure.getClass().getName().startsWith("org.springframework.")
                || failure.getCause().toString().equals(failure.getMessage());
    }

    private String keep(String run, int round, String topic, Object seen, String says) {
        try {
            // PostgreSQL's JSON knows no NUL
            String text = json.writeValueAsString(seen).replace("\\u0000", "");
            records.keep(UUID.fromString(run), round, topic, text, clock.instant());
            return says;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evidence of " + topic + " cannot be written as JSON", e);
        }
    }

    private <T> T read(Map<String, String> topics, String topic, TypeReference<T> type, T none) {
        try {
            return topics.containsKey(topic) ? json.readValue(topics.get(topic), type) : none;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evidence of " + topic + " is not what was written", e);
        }
    }
}
