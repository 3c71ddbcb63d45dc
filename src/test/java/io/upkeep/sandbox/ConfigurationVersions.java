package io.upkeep.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The virtual queue's configuration in four versions, as {@code <version>/<environment>/<file>}: 1.0.0 is deployed,
 * 1.1.0 is good, 1.2.0 is valid but names a port on which no database listens, 1.3.0 is not even JSON. Of the network (as
 * {@code <environment>-network}) and the database ({@code <environment>-database}) 1.2.0 is refused by nginx and by the server.
 */
public final class ConfigurationVersions {

    public static final String DEPLOYED = "1.0.0";
    public static final String GOOD = "1.1.0";
    public static final String WRONG_DATABASE = "1.2.0";
    public static final String NOT_JSON = "1.3.0";
    public static final String PRODUCTION = "production";
    public static final String STAGING = "staging";

    private static final List<String> ENVIRONMENTS = List.of(STAGING, PRODUCTION);

    private final Path directory;
    private final int redisPort;

    private ConfigurationVersions(Path directory, int redisPort) {
        this.directory = directory;
        this.redisPort = redisPort;
    }

    /** Writes all versions below the directory. */
    static ConfigurationVersions write(Path directory, int productionPort, int stagingPort, int redisPort) {
        ConfigurationVersions versions = new ConfigurationVersions(directory, redisPort);
        for (String environment : ENVIRONMENTS) {
            int databasePort = environment.equals(PRODUCTION) ? productionPort : stagingPort;
            versions.write(DEPLOYED, environment, versions.settings(DEPLOYED, environment, databasePort, 500));
            versions.write(GOOD, environment, versions.settings(GOOD, environment, databasePort, 750));
            versions.write(
                    WRONG_DATABASE, environment, versions.settings(WRONG_DATABASE, environment, Ports.free(), 750));
            String broken = versions.settings(NOT_JSON, environment, databasePort, 900);
            versions.write(NOT_JSON, environment, broken.replaceFirst("},", ","));
            versions.writeOthers(environment);
        }
        return versions;
    }

    /** What belongs to the balancer, the database and all hosts; the good version has more than the others, a broken version has a directive without an end, and a wrong value. */
    private void writeOthers(String environment) {
        Path site = Resources.directory("host").resolve("etc/nginx/conf.d/virtual-queue.conf");
        try {
            String sites = Files.readString(site);
            String slower = sites.replace("proxy_read_timeout 15s;", "proxy_read_timeout 20s;");
            String settings = "log_min_duration_statement = '%s'%nwork_mem = '%s'%n";
            writeOthers(DEPLOYED, environment, sites, settings.formatted("500ms", "5MB"));
            writeOthers(GOOD, environment, slower, settings.formatted("750ms", "6MB") + "log_temp_files = '8MB'\n");
            Files.writeString(security(GOOD, environment).resolve("60-headers.conf"), "server_tokens off;\n");
            writeOthers(WRONG_DATABASE, environment, slower.replace("20s;", "20s"), settings.formatted("100ms", "-5"));
            writeOthers(NOT_JSON, environment, slower, "archive_command = 'cp %%p /tmp'%n".formatted());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + site, failure);
        }
    }

    private void writeOthers(String version, String environment, String sites, String settings) throws IOException {
        Path network = Files.createDirectories(files(version, environment + "-network"));
        Files.writeString(network.resolve("virtual-queue.conf"), sites);
        Path database = Files.createDirectories(files(version, environment + "-database"));
        Files.writeString(database.resolve("postgresql.conf"), settings);
        String end = version.equals(WRONG_DATABASE) ? "" : ";";
        Path security = Files.createDirectories(security(version, environment));
        Files.writeString(security.resolve("50-policy.conf"), "ssl_protocols TLSv1.3" + end + "\n");
    }

    private Path security(String version, String environment) {
        return files(version, environment + "-security").resolve("etc/nginx/conf.d");
    }

    /** What {@code upkeep.configuration.directory} names. */
    public Path directory() {
        return directory;
    }

    /** The files of one version for one environment. */
    public Path files(String version, String environment) {
        return directory.resolve(version).resolve(environment);
    }

    private void write(String version, String environment, String settings) {
        Path files = files(version, environment);
        try {
            Files.createDirectories(files);
            Files.writeString(files.resolve("appsettings.json"), settings);
            Files.writeString(files.resolve("VERSION"), version + "\n");
            Files.writeString(
                    files.resolve("logging.json"), """
                    {
                      "logLevel": { "default": "%s", "VirtualQueue.Api": "Information" },
                      "file": { "path": "/var/log/virtual-queue/api.log", "maxFiles": 7 }
                    }
                    """.formatted(PRODUCTION.equals(environment) ? "Warning" : "Debug"));
            Files.writeString(files.resolve("features.json"), """
                    { "smsReminders": true, "priorityQueue": %b }
                    """.formatted(!DEPLOYED.equals(version)));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write configuration version " + version, failure);
        }
    }

    private String settings(String version, String environment, int port, int maxLength) {
        boolean isProduction = environment.equals(PRODUCTION);
        return """
                {
                  "serviceName": "virtual-queue-api",
                  "version": "%s",
                  "environment": "%s",
                  "database": {
                    "host": "%s",
                    "port": %d,
                    "name": "%s",
                    "user": "%s"
                  },
                  "redis": {
                    "host": "%s",
                    "port": %d,
                    "database": %d
                  },
                  "queue": {
                    "maxLength": %d,
                    "ticketPrefix": "A"
                  }
                }
                """.formatted(
                        version,
                        environment,
                        Ports.HOST,
                        port,
                        isProduction ? PostgresPart.ESTATE_DATABASE : PostgresPart.STAGING_DATABASE,
                        PostgresPart.ESTATE_USER,
                        Ports.HOST,
                        redisPort,
                        isProduction ? 0 : 1,
                        maxLength);
    }
}
