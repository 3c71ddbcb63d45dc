package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** No route carries a secret in clear text or switches a protection off. */
final class SecurityRule implements Rule {

    static final Check PROTECTION = new Check(
            "protection-off",
            "No option switches a protection off, or lets a message choose a template, a query or an object.",
            "Upkeep reaches every host: whoever steers it or reads along owns the estate.",
            "- to: {uri: \"kafka:x\", parameters: {sslEndpointAlgorithm: none}}",
            "- to: kafka:x");
    static final Check SSH = new Check(
            "plain-ssh",
            "`ssh:` is not used; `fleet:` is.",
            "`ssh:` trusts any host key, has no deadline and takes exit code 1 for success.",
            "- to: ssh:api-1",
            "- to: {uri: \"fleet:name:api-1\", parameters: {script: pipelines/troubleshooting/restart-service.sh}}");
    static final Check SECRET = new Check(
            "secret-in-clear",
            "No secret stands in a route.",
            "Routes are shown in the catalog and kept in version control.",
            "parameters: {secretKey: 8f3kq…}",
            "parameters: {secretKey: \"{{upkeep.store.secret-key}}\"}");

    @Override
    public List<Check> checks() {
        return List.of(PROTECTION, SSH, SECRET);
    }

    /** Values, by option, that switch a protection off; the option's name is the same in all components. */
    private static final Map<String, String> INSECURE = Map.ofEntries(
            Map.entry("trustAllCertificates", "true"),
            Map.entry("dummyTrustManager", "true"),
            Map.entry("allowJavaSerializedObject", "true"),
            Map.entry("transferException", "true"),
            Map.entry("transferExchange", "true"),
            Map.entry("failOnUnknownHost", "false"),
            Map.entry("strictHostKeyChecking", "no"),
            Map.entry("hostnameVerification", "false"),
            Map.entry("checkHostname", "false"),
            Map.entry("sslEndpointAlgorithm", "none"),
            Map.entry("mail.smtp.ssl.checkserveridentity", "false"),
            Map.entry("mail.smtp.ssl.trust", "*"),
            // these let a message choose what is executed
            Map.entry("allowTemplateFromHeader", "true"),
            Map.entry("allowContextMapAll", "true"),
            Map.entry("useMessageBodyForSql", "true"));

    private final Components components;

    SecurityRule(Components components) {
        this.components = components;
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.everything().flatMap(route -> route.endpoints().flatMap(use -> check(route, use)));
    }

    private Stream<Finding> check(Route route, EndpointUse use) {
        Stream<Finding> options = use.options().keySet().stream().flatMap(name -> check(route, use, name));
        if (use.place().text().matches("[^?]*//[^/?@{]*:[^/?@{]+@.*")) {
            options = Stream.concat(
                    options,
                    Stream.of(SECRET.at(
                            route,
                            use.place(),
                            "%s: a password stands in the address".formatted(use.scheme()),
                            "give user and password as options: password: \"{{name.of.a.property}}\"")));
        }
        return use.scheme().equals("ssh")
                ? Stream.concat(
                        options,
                        Stream.of(SSH.at(
                                route,
                                use.place(),
                                "ssh: trusts any host key and has no deadline",
                                "write fleet:name:<target>, which checks keys and ends in time")))
                : options;
    }

    private Stream<Finding> check(Route route, EndpointUse use, String name) {
        String value = use.value(name).orElse("");
        if (value.equalsIgnoreCase(INSECURE.get(name)) || value.contains("NoopHostnameVerifier")) {
            return Stream.of(PROTECTION.at(
                    route,
                    use.placeOf(name),
                    "%s=%s switches a protection off".formatted(name, value),
                    "remove the option; trust a test certificate through a truststore instead"));
        }
        boolean literal = !value.isEmpty() && !value.startsWith("{{") && !value.startsWith("#");
        // the value itself is a secret and must not be repeated in a message
        return literal && components.isSecret(use.scheme(), name)
                ? Stream.of(SECRET.at(
                        route,
                        use.placeOf(name),
                        "%s: '%s' is a secret in clear text".formatted(use.scheme(), name),
                        "write %s: \"{{name.of.a.property}}\" and set the property in the environment".formatted(name)))
                : Stream.empty();
    }
}
