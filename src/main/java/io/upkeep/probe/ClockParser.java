package io.upkeep.probe;

import io.upkeep.probe.HostReport.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what keeps a host's clock: the line of {@code chronyc -c tracking}, or those of {@code timedatectl show} and
 * {@code timedatectl timesync-status}.
 */
final class ClockParser {

    private static final int OFFSET_FIELD = 4;
    private static final int LEAP_FIELD = 13;
    private static final Pattern SECONDS = Pattern.compile("-?\\d{1,9}\\.\\d{1,12}");
    private static final Pattern SYNCHRONISED = Pattern.compile("NTPSynchronized=(yes|no)");
    private static final Pattern OFFSET =
            Pattern.compile("Offset: ([+-]?)((?:\\d{1,9}(?:\\.\\d{1,9})?(?:us|ms|s|min|h) ?){1,4})");
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s|min|h)");
    private static final Map<String, Double> MILLIS =
            Map.of("us", 0.001, "ms", 1.0, "s", 1000.0, "min", 60_000.0, "h", 3_600_000.0);

    private ClockParser() {}

    /** Null when the report has no such section, as one of an older script. */
    static Clock parse(List<String> lines) {
        if (lines == null) {
            return null;
        }
        Double offset = null;
        Boolean synchronised = null;
        for (String line : lines) {
            Matcher told = SYNCHRONISED.matcher(line);
            Matcher span = OFFSET.matcher(line);
            String[] fields = line.split(",", -1);
            if (told.matches()) {
                synchronised = told.group(1).equals("yes");
            } else if (span.matches()) {
                offset = ("-".equals(span.group(1)) ? -1 : 1) * millis(span.group(2));
            } else if (fields.length > OFFSET_FIELD
                    && SECONDS.matcher(fields[OFFSET_FIELD]).matches()) {
                offset = Double.parseDouble(fields[OFFSET_FIELD]) * 1000;
                // without a server chrony tells an offset of 0
                synchronised = fields.length <= LEAP_FIELD || !fields[LEAP_FIELD].equals("Not synchronised");
            }
        }
        return new Clock(offset, synchronised);
    }

    private static double millis(String text) {
        return SPAN.matcher(text)
                .results()
                .mapToDouble(part -> Double.parseDouble(part.group(1)) * MILLIS.get(part.group(2)))
                .sum();
    }
}
