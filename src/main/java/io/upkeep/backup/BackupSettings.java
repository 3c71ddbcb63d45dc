package io.upkeep.backup;

import io.upkeep.backup.retention.Promise;
import io.upkeep.backup.retention.Retention;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code upkeep.backup} of application.yaml.
 *
 * @param recipients who can open archives, as {@code upkeep key new} printed them; none: archives are not sealed
 * @param identity file with the secret that opens archives; absent where archives are only written
 * @param retention how long backups are kept, where a series says nothing else
 * @param series what is promised of each series of backups: {@code database}, {@code configuration}
 * @param mostExpired the share of stored backups that may expire at once, in percent
 * @param restored directory below which files are restored; a restore names one in it
 */
@ConfigurationProperties("upkeep.backup")
public record BackupSettings(
        @DefaultValue List<String> recipients,
        Path identity,
        @DefaultValue Retention retention,
        Map<String, Series> series,
        @DefaultValue("34") int mostExpired,
        @DefaultValue("./data/restored") Path restored) {

    public BackupSettings {
        recipients = List.copyOf(recipients);
        series = series == null ? Map.of() : new TreeMap<>(series);
    }

    /**
     * One series.
     *
     * @param promise how new and how well proven its newest backup is; absent: nothing is promised
     * @param retention absent: as for all
     */
    public record Series(Promise promise, Retention retention) {}

    Retention retention(String name) {
        Series known = series.get(name);
        return known == null || known.retention() == null ? retention : known.retention();
    }

    Map<String, Promise> promises() {
        Map<String, Promise> promises = new TreeMap<>();
        series.forEach((name, one) -> {
            if (one.promise() != null) {
                promises.put(name, one.promise());
            }
        });
        return promises;
    }
}
