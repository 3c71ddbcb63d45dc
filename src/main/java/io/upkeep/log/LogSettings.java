package io.upkeep.log;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code upkeep.logs} of application.yaml.
 *
 * @param directory where the logs lie on every host, absolute; null where no logs are managed
 * @param patterns names of files that are logs, as find takes them; compressed ones included
 * @param configuration file of logrotate; null: nothing is rotated
 * @param compressAfter how long a log is left as it is
 * @param deleteAfter how old a compressed log becomes
 * @param emptyAfter how long an empty log is left
 * @param mostRemoved how much of a host's logs may go at once
 */
@ConfigurationProperties("upkeep.logs")
public record LogSettings(
        String directory,
        @DefaultValue({"*.log", "*.log.*"}) List<String> patterns,
        String configuration,
        @DefaultValue("7d") Duration compressAfter,
        @DefaultValue("30d") Duration deleteAfter,
        @DefaultValue("1d") Duration emptyAfter,
        @DefaultValue MostRemoved mostRemoved) {

    private static final String PATH = "/[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+";
    private static final String PATTERN = "[A-Za-z0-9._*?-]*[A-Za-z0-9][A-Za-z0-9._*?-]*";

    public LogSettings {
        requirePath("directory", directory, "/var/log/virtual-queue");
        requirePath("configuration", configuration, "/etc/logrotate.d/virtual-queue");
        patterns = List.copyOf(patterns);
        if (patterns.isEmpty() || !patterns.stream().allMatch(pattern -> pattern.matches(PATTERN))) {
            throw mistake("patterns", patterns, "are not names with '*' and '?'", "[\"*.log\", \"*.log.*\"]");
        }
        requireTime("compress-after", compressAfter, "7d");
        requireTime("delete-after", deleteAfter, "30d");
        requireTime("empty-after", emptyAfter, "1d");
        if (deleteAfter.compareTo(compressAfter) <= 0) {
            throw mistake("delete-after", deleteAfter, "is not longer than compress-after " + compressAfter, "30d");
        }
    }

    /**
     * More than either of these is refused: a rule, a clock or the directory may be wrong.
     *
     * @param files on one host
     * @param percent of all files below the directory; up to ten files go in spite of it
     */
    public record MostRemoved(
            @DefaultValue("20000") int files,
            @DefaultValue("50") int percent) {

        public MostRemoved {
            if (files < 1 || percent < 1 || percent > 100) {
                throw mistake(
                        "most-removed",
                        files + " files, " + percent + " percent",
                        "cannot be",
                        "{files: 20000, percent: 50}");
            }
        }
    }

    private static void requirePath(String key, String path, String example) {
        if (path != null && (!path.matches(PATH) || (path + "/").contains("/../") || (path + "/").contains("/./"))) {
            throw mistake(key, path, "is not an absolute path of two parts at least, without spaces", example);
        }
    }

    private static void requireTime(String key, Duration time, String example) {
        if (time.toMinutes() < 1) {
            throw mistake(key, time, "is less than a minute", example);
        }
    }

    private static IllegalArgumentException mistake(String key, Object value, String what, String example) {
        return new IllegalArgumentException("logs: %s '%s' %s; write %s (application.yaml, upkeep.logs.%s)"
                .formatted(key, value, what, example, key));
    }
}
