package io.upkeep.pipeline.lint;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a route that names an endpoint.
 *
 * @param place the URI, or the EIP when it has none
 * @param address the URI without its query: {@code fleet:label:api}
 * @param options from the query and from {@code parameters}, each with its place
 * @param consuming true for a {@code from}
 */
record EndpointUse(Yaml place, String address, Map<String, Option> options, boolean consuming) {

    /** One option: {@code place} is its key, or the whole URI when it stands in the query. */
    record Option(Yaml place, String value) {}

    static EndpointUse consumer(Yaml.Entry from) {
        return of(from, true);
    }

    static EndpointUse producer(Yaml.Entry eip) {
        return of(eip, false);
    }

    private static EndpointUse of(Yaml.Entry eip, boolean consuming) {
        Yaml uri = eip.value().isText() ? eip.value() : eip.value().get("uri").orElse(null);
        if (uri == null) {
            return new EndpointUse(eip.key(), "", Map.of(), consuming);
        }
        String[] parts = uri.text().split("\\?", 2);
        Map<String, Option> options = new LinkedHashMap<>();
        for (String pair : parts.length == 1 ? new String[0] : parts[1].split("&", -1)) {
            String[] option = pair.split("=", 2);
            options.put(option[0], new Option(uri, option.length == 1 ? "" : decoded(option[1])));
        }
        eip.value().get("parameters").stream()
                .flatMap(parameters -> parameters.entries().stream())
                .forEach(entry -> options.put(
                        entry.name(), new Option(entry.key(), entry.value().text())));
        return new EndpointUse(uri, parts[0], options, consuming);
    }

    private static String decoded(String value) {
        if (value.startsWith("RAW(") && value.endsWith(")")) {
            return value.substring(4, value.length() - 1);
        }
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return value;
        }
    }

    String scheme() {
        int colon = address.indexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    /** What follows the scheme, without leading slashes: {@code deploy-configuration}. */
    String rest() {
        return address.substring(Math.min(address.length(), scheme().length() + 1))
                .replaceFirst("^/+", "");
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(options.get(option)).map(Option::value);
    }

    Yaml placeOf(String option) {
        return options.containsKey(option) ? options.get(option).place() : place;
    }
}
