package io.upkeep.pipeline.lint;

import java.util.Map;
import java.util.stream.Stream;

/** No route carries a secret in clear text or switches a protection off. */
final class SecurityRule implements Rule {

    /** Values, by option, that switch a protection off; the option's name is the same in all components. */
    private static final Map<String, String> INSECURE = Map.of(
            "trustAllCertificates", "true",
            "dummyTrustManager", "true",
            "allowJavaSerializedObject", "true",
            "transferException", "true",
            "failOnUnknownHost", "false",
            "strictHostKeyChecking", "no",
            "hostnameVerification", "false",
            "checkHostname", "false");

    private final Components components;

    SecurityRule(Components components) {
        this.components = components;
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.routes().flatMap(route -> route.endpoints().flatMap(use -> check(route, use)));
    }

    private Stream<Finding> check(Route route, EndpointUse use) {
        Stream<Finding> options = use.options().keySet().stream().flatMap(name -> check(route, use, name));
        return use.scheme().equals("ssh")
                ? Stream.concat(
                        options,
                        Stream.of(route.finding(
                                use.place(),
                                "ssh: trusts any host key and has no deadline",
                                "write fleet:name:<target>, which checks keys and ends in time")))
                : options;
    }

    private Stream<Finding> check(Route route, EndpointUse use, String name) {
        String value = use.value(name).orElse("");
        if (value.equalsIgnoreCase(INSECURE.get(name)) || value.contains("NoopHostnameVerifier")) {
            return Stream.of(route.finding(
                    use.placeOf(name),
                    "%s=%s switches a protection off".formatted(name, value),
                    "remove the option; trust a test certificate through a truststore instead"));
        }
        boolean literal = !value.isEmpty() && !value.startsWith("{{") && !value.startsWith("#");
        // the value itself is a secret and must not be repeated in a message
        return literal && components.isSecret(use.scheme(), name)
                ? Stream.of(route.finding(
                        use.placeOf(name),
                        "%s: '%s' is a secret in clear text".formatted(use.scheme(), name),
                        "write %s: \"{{name.of.a.property}}\" and set the property in the environment".formatted(name)))
                : Stream.empty();
    }
}
