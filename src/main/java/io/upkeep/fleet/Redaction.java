package io.upkeep.fleet;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes values of secret-looking variables out of what a script printed, before anyone keeps or shows it. */
record Redaction(List<String> secrets) {

    private static final Pattern SECRET_NAME = Pattern.compile("PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|_KEY$");
    private static final int SHORTEST = 4;

    static Redaction of(Map<String, String> environment) {
        return new Redaction(environment.entrySet().stream()
                .filter(entry -> SECRET_NAME.matcher(entry.getKey()).find())
                .map(Map.Entry::getValue)
                // shorter ones would blank out half of the text and hide nothing
                .filter(value -> value.length() >= SHORTEST)
                .toList());
    }

    String of(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }

    @Override
    public String toString() {
        return "Redaction[" + secrets.size() + " secrets]";
    }
}
