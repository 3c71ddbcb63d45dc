package io.upkeep.job;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells one attempt of one step from all others, the same for every owner that goes on with it. Made of the step's token, which the
 * engine sets in the exchange property {@value #PROPERTY}: {@code <run>/<epoch>/<phase>/<step>}.
 *
 * @param takenOver whether another owner may have worked on this attempt before
 */
record JobTag(String text, boolean takenOver) {

    static final String PROPERTY = "UpkeepStepToken";
    private static final Pattern TOKEN = Pattern.compile("([^/]+)/(\\d+)/(.+)");

    static JobTag of(Map<String, Object> properties) {
        Matcher token = TOKEN.matcher(String.valueOf(properties.get(PROPERTY)));
        if (!token.matches()) {
            return new JobTag(UUID.randomUUID().toString(), false);
        }
        UUID step = UUID.nameUUIDFromBytes(token.group(3).getBytes(StandardCharsets.UTF_8));
        return new JobTag(token.group(1) + "-" + step.toString().substring(0, 8), Long.parseLong(token.group(2)) > 1);
    }
}
