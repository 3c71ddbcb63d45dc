package io.upkeep.diagnosis;

import java.util.Map;

/**
 * How a cache is.
 *
 * @param name of the target
 * @param fault why it could not be asked; empty when it answered
 * @param memory in use, in percent of what it may have; null when it has no limit
 */
record CacheLook(String name, String fault, Integer memory) {

    static final CacheLook NONE = new CacheLook("", "", null);

    /** Reads a cache's properties. */
    static CacheLook read(String name, Map<?, ?> properties) {
        long most = number(properties.get("maxmemory"));
        return new CacheLook(name, "", most == 0 ? null : (int) (100 * number(properties.get("used_memory")) / most));
    }

    private static long number(Object value) {
        String text = String.valueOf(value);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
