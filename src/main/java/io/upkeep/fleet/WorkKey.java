package io.upkeep.fleet;

import io.upkeep.text.Sha256;
import java.util.Map;

/** The name under which a host keeps one piece of a step's work; the same for every owner that asks for it. */
final class WorkKey {

    private static final int MOST_LETTERS = 60;
    private static final int MOST_DIGITS = 16;

    private WorkKey() {}

    /** Names a script with its values. */
    static String work(String script, Map<String, String> environment) {
        return digest(script + "\0" + environment);
    }

    /** A readable file name: {@code deploy.restart-3f2a…}. */
    static String of(StepToken token, String work, int number) {
        String readable = token.step().replaceAll("[^A-Za-z0-9_]+", ".").replaceAll("^\\.", "");
        String name = readable.substring(0, Math.min(MOST_LETTERS, readable.length()));
        return name + "-" + digest(token.phase() + "\0" + token.step() + "\0" + work + "\0" + number);
    }

    private static String digest(String text) {
        return Sha256.of(text).substring(0, MOST_DIGITS);
    }
}
