package io.upkeep.fleet;

import java.util.Locale;

/** Whether an endpoint asks hosts what they are, instead of running a script there. */
enum FactsOption {
    FALSE,
    TRUE,
    REFRESH;

    /** @throws IllegalArgumentException when it is none of these, or the endpoint has options that only scripts have */
    static FactsOption of(FleetEndpoint endpoint) {
        String text = endpoint.getFacts();
        if (!text.matches("true|false|refresh")) {
            throw new IllegalArgumentException("facts='" + text + "' is not a choice; write true, refresh or false");
        }
        boolean script = !endpoint.getScript().isBlank()
                || !endpoint.getEnv().isBlank()
                || !endpoint.getSudo().isBlank()
                || !endpoint.getDirectory().isBlank()
                || !endpoint.getOnce().isBlank()
                || endpoint.getInput().equals("body");
        if (script && !text.equals("false")) {
            throw new IllegalArgumentException("facts=" + text + " runs no script of yours; write fleet:"
                    + endpoint.getSelector() + "?facts=" + text
                    + " without script, env, sudo, once, input and directory");
        }
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
