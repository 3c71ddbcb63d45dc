package io.upkeep.probe;

import io.upkeep.probe.condition.Fact;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The ways in which a declared probe asks its target. */
@SuppressWarnings("ImmutableEnumChecker") // List.of and Set.of do not change
public enum ProbeKind {
    /** A request to an address. */
    HTTP(
            List.of("[STATUS] < 400"),
            Set.of("path", "url", "method"),
            Fact.CONNECTED,
            Fact.STATUS,
            Fact.BODY,
            Fact.RESPONSE_TIME,
            Fact.CERTIFICATE_EXPIRATION),
    /** A connection to a port. */
    TCP(List.of("[CONNECTED] == true"), Set.of("address"), Fact.CONNECTED, Fact.RESPONSE_TIME),
    /** A question to a name server. */
    DNS(
            List.of("[DNS_RCODE] == NOERROR"),
            Set.of("name", "type", "server"),
            Fact.CONNECTED,
            Fact.DNS_RCODE,
            Fact.BODY,
            Fact.RESPONSE_TIME),
    /** A query to a database; the body is its first row as a JSON object. */
    SQL(List.of("[CONNECTED] == true"), Set.of("query", "script"), Fact.CONNECTED, Fact.BODY, Fact.RESPONSE_TIME),
    /** What a PostgreSQL database tells of itself; the body is a JSON object of figures. */
    POSTGRESQL(UsualConditions.POSTGRESQL, Set.of(), Fact.CONNECTED, Fact.BODY, Fact.RESPONSE_TIME),
    /** What Redis tells of itself; the body is a JSON object of figures. */
    REDIS(UsualConditions.REDIS, Set.of(), Fact.CONNECTED, Fact.BODY, Fact.RESPONSE_TIME),
    /** How many wait in a table that is a queue, and how long. */
    QUEUE(
            UsualConditions.QUEUE,
            Set.of("query", "script"),
            Fact.CONNECTED,
            Fact.DEPTH,
            Fact.AGE,
            Fact.BODY,
            Fact.RESPONSE_TIME),
    /** What a host tells of itself; the body is a JSON object of figures. */
    HOST(UsualConditions.HOST, Set.of(), Fact.CONNECTED, Fact.BODY, Fact.RESPONSE_TIME),
    /** A script of one's own on a host; the body is what it printed. */
    SCRIPT(List.of("[EXIT] == 0"), Set.of("script"), Fact.CONNECTED, Fact.EXIT, Fact.BODY, Fact.RESPONSE_TIME),
    /** How far a consumer group of Kafka is behind. */
    KAFKA_LAG(
            List.of("[MEMBERS] > 0"),
            Set.of("brokers", "group", "topics", "client-properties"),
            Fact.CONNECTED,
            Fact.LAG,
            Fact.LARGEST_LAG,
            Fact.AGE,
            Fact.MEMBERS,
            Fact.GROUP_STATE,
            Fact.RESPONSE_TIME),
    /** A job that reports by itself: its silence is the problem. */
    HEARTBEAT(List.of(), Set.of("within"), Fact.CONNECTED, Fact.AGE);

    /** What the origins of all declared probes begin with. */
    static final String ORIGIN = "declared-";

    private final UsualConditions usual;
    private final Set<String> options;
    private final Set<Fact> facts;

    ProbeKind(List<String> critical, Set<String> options, Fact... facts) {
        this(UsualConditions.always(critical), options, facts);
    }

    ProbeKind(UsualConditions usual, Set<String> options, Fact... facts) {
        this.usual = usual;
        this.options = options;
        this.facts = Set.of(facts);
    }

    /** What a good answer meets unless something else is declared. */
    UsualConditions usual() {
        return usual;
    }

    /** Whether its body is an object of figures, which also tells what is well. */
    boolean hasFigures() {
        return this == POSTGRESQL || this == REDIS || this == HOST;
    }

    /** The options of this kind only. */
    Set<String> options() {
        return options;
    }

    /** What its answers tell. */
    Set<Fact> facts() {
        return facts;
    }

    /** Which fact is kept as the probe's value. */
    Fact figure() {
        return switch (this) {
            case KAFKA_LAG -> Fact.LAG;
            case QUEUE -> Fact.DEPTH;
            default -> Fact.RESPONSE_TIME;
        };
    }

    /** The unit of that. */
    String unit() {
        return switch (this) {
            case KAFKA_LAG -> "messages";
            case QUEUE -> "waiting";
            default -> "ms";
        };
    }

    /** Whether its bad answer means that the target does not serve: what uptime is made of. */
    boolean isAvailability() {
        return this == HTTP || this == TCP || this == DNS || this == SQL;
    }

    /** As application.yaml and routes write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The origin of its results. */
    String origin() {
        return ORIGIN + word();
    }

    /** All words, for messages. */
    public static String words() {
        return Arrays.stream(values()).map(ProbeKind::word).collect(Collectors.joining(", "));
    }

    /** The kind of this word, if there is one. */
    public static Optional<ProbeKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
