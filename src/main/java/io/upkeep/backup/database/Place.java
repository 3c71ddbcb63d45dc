package io.upkeep.backup.database;

import io.upkeep.target.Target;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** A database of a PostgreSQL server, and how to log in there. Never shows the password. */
public record Place(String host, int port, String database, String user, String password) {

    private static final int POSTGRES_PORT = 5432;
    private static final String CONNECT_SECONDS = "10";
    private static final String SILENCE_SECONDS = "3600";

    /** The database that a target of the estate is. */
    public static Place of(Target target) {
        int port = target.address().getPort() < 0
                ? POSTGRES_PORT
                : target.address().getPort();
        String path = target.address().getPath();
        return new Place(
                target.address().getHost(),
                port,
                path.length() > 1 ? path.substring(1) : "postgres",
                target.user(),
                target.password());
    }

    /** Another database of the same server. */
    public Place database(String name) {
        return new Place(host, port, name, user, password);
    }

    /** Connects; a server that says nothing for an hour is given up. */
    public Connection connect() throws SQLException {
        return connect(Map.of());
    }

    /** Connects with further settings of the driver's. */
    Connection connect(Map<String, String> settings) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", SILENCE_SECONDS);
        properties.setProperty("ApplicationName", "upkeep-backup");
        properties.putAll(settings);
        return DriverManager.getConnection("jdbc:postgresql://%s:%d/%s".formatted(host, port, encoded()), properties);
    }

    private String encoded() {
        return java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    /** What programs of PostgreSQL read from their environment, where no other user of the machine sees it. */
    void describe(Map<String, String> environment) {
        String path = environment.get("PATH");
        environment.clear();
        environment.put("PATH", String.valueOf(path));
        environment.put("LC_ALL", "C");
        environment.put("PGHOST", host);
        environment.put("PGPORT", String.valueOf(port));
        environment.put("PGDATABASE", database);
        environment.put("PGUSER", user);
        environment.put("PGPASSWORD", password);
        environment.put("PGCONNECT_TIMEOUT", CONNECT_SECONDS);
        environment.put("PGAPPNAME", "upkeep-backup");
    }

    @Override
    public String toString() {
        return "postgresql://" + host + ":" + port + "/" + database;
    }
}
