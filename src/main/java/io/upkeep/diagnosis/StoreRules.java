package io.upkeep.diagnosis;

import io.upkeep.diagnosis.DatabaseLook.Session;
import io.upkeep.diagnosis.Remedy.Kind;
import java.util.stream.Stream;

/** Causes that lie in the database or the cache. */
final class StoreRules implements CauseRule {

    private static final int NEARLY_ALL = 90;
    private static final int MEMORY = 95;
    private static final long LONG = 60;

    @Override
    public Stream<Cause> causes(Evidence evidence) {
        return Stream.of(database(evidence.database()), hidden(evidence), cache(evidence.cache()))
                .flatMap(causes -> causes);
    }

    private static Stream<Cause> database(DatabaseLook look) {
        if (!look.fault().isEmpty()) {
            return Stream.of(new Cause(
                    "database-away " + look.name(), 93, look.name() + " does not answer", look.fault(), null));
        }
        Stream<Cause> connections = look.connections() == null || look.connections() < NEARLY_ALL
                ? Stream.empty()
                : Stream.of(new Cause(
                        "connections " + look.name(),
                        85,
                        "the connections of %s are nearly exhausted".formatted(look.name()),
                        look.connections() + " % are in use",
                        null));
        return Stream.concat(
                connections,
                look.sessions().stream()
                        .filter(session -> session.blocks() > 0 || session.seconds() >= LONG)
                        .map(session -> held(look.name(), session)));
    }

    private static Cause held(String database, Session session) {
        Remedy end = Remedy.of(
                Kind.END_SESSION,
                database,
                session.id(),
                "end the session %s of %s in %s".formatted(session.id(), session.user(), database));
        boolean blocks = session.blocks() > 0;
        return new Cause(
                "session " + database + " " + session.id(),
                (blocks ? 75 : 45) + (session.idle() ? 15 : 0),
                "a transaction of %s in %s %s"
                        .formatted(
                                session.user(),
                                database,
                                blocks ? "holds up " + session.blocks() + " others" : "stays open"),
                "%s for %d s; its statement: %s"
                        .formatted(session.idle() ? "idle" : "at work", session.seconds(), session.query()),
                session.idle() ? end : end.proposed());
    }

    /** What is hidden is neither a cause nor none: it says that nobody could look, and how one can. */
    private static Stream<Cause> hidden(Evidence evidence) {
        DatabaseLook look = evidence.database();
        boolean slow = evidence.issue().type() == IssueType.PERFORMANCE_DEGRADATION;
        if (look.sight().hidden() == 0 || (look.sight().blocks() == 0 && !slow)) {
            return Stream.empty();
        }
        boolean blocks = look.sight().blocks() > 0;
        return Stream.of(new Cause(
                "hidden " + look.name(),
                blocks ? 74 : 45,
                blocks
                        ? "sessions of %s that the login %s may not look into hold up %d others"
                                .formatted(
                                        look.name(),
                                        look.sight().login(),
                                        look.sight().blocks())
                        : "what other sessions of %s do is hidden from the login %s"
                                .formatted(look.name(), look.sight().login()),
                "%d of them are hidden; %s, as a superuser, then troubleshoot again"
                        .formatted(look.sight().hidden(), look.sight().remedy()),
                null));
    }

    private static Stream<Cause> cache(CacheLook look) {
        if (!look.fault().isEmpty()) {
            return Stream.of(
                    new Cause("cache-away " + look.name(), 90, look.name() + " does not answer", look.fault(), null));
        }
        return look.memory() == null || look.memory() < MEMORY
                ? Stream.empty()
                : Stream.of(new Cause(
                        "cache-full " + look.name(),
                        60,
                        "the memory of %s is used up".formatted(look.name()),
                        look.memory() + " % of what it may have",
                        null));
    }
}
