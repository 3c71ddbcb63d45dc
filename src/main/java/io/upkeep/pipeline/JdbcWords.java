package io.upkeep.pipeline;

import io.upkeep.text.Causes;
import io.upkeep.text.Shown;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** What it means when a database of the estate refuses, or is silent: by the class of its SQLSTATE. */
@Component
final class JdbcWords implements FailureWords {

    private static final String SCHEME = "sql:";
    private static final Pattern SOURCE = Pattern.compile("[?&]dataSource=(#|%23)(?<name>[A-Za-z0-9._-]+)");

    @Override
    public Optional<String> of(Throwable failure, String endpoint) {
        return endpoint.startsWith(SCHEME)
                ? Causes.find(failure, SQLException.class).map(found -> said(database(endpoint), found))
                : Optional.empty();
    }

    private static String database(String endpoint) {
        Matcher source = SOURCE.matcher(endpoint);
        return source.find() ? "the database '%s'".formatted(Shown.of(source.group("name"))) : "the database";
    }

    private static String said(String database, SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String text = Shown.reason(failure.getMessage());
        return database + " "
                + switch (state.length() < 2 ? "" : state.substring(0, 2)) {
                    case "08" ->
                        "was not reached: " + text + "; check its address, that it runs, and the network on the way";
                    case "28" -> "refused the login: " + text + "; check the user and password of the target";
                    case "42" ->
                        state.equals("42501")
                                ? "does not allow it: " + text + "; grant it to the target's user"
                                : "does not understand the query: " + text
                                        + "; see that its schema is the one that the query is for";
                    case "53" -> "has no room for it: " + text + "; see its connections, memory and disk";
                    case "57" -> "ended it: " + text + "; see whether it is starting, stopping or busy";
                    default -> "said: " + text + " (SQLSTATE " + Shown.of(state) + "); see its log";
                };
    }
}
