package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What steers or programs a component does not come from a message. */
final class MessageDataRule implements Rule {

    static final Check STEERED = new Check(
            "message-steers",
            "A header that tells a component where to go or what to do (`CamelHttpUri`, `CamelFileName`, `CamelAwsS3Key`, …) is"
                    + " made from constants and variables, not from a message's body or headers.",
            "Whoever can send a message would choose the address, the file or the query.",
            "- setHeader: {name: CamelHttpUri, simple: \"${body[url]}\"}",
            "- setHeader: {name: CamelHttpPath, simple: \"/sites/${variable.site}\"}");

    static final Check EXECUTED = new Check(
            "message-executed",
            "No endpoint takes its program from a message: `language:` names its script.",
            "Without one the message's body is executed.",
            "- to: language:simple",
            "- setBody: {simple: \"${variable.site}\"}");

    private static final String FIX =
            "take it from a constant, a property or a variable that was checked: ${variable.…}";
    private static final Pattern STEERING = Pattern.compile(
            "(?i)Camel(Http(Uri|Path|Query|RawQuery|Host|Method)|RestHttpUri|File(Name|Path|Host|Parent)|OverruleFileName"
                    + "|AwsS3(Key|BucketName|Operation|Destination\\w+)|Ssh\\w+|Sql(Query|StoredUpdate\\w*|Parameters)"
                    + "|Jdbc\\w+|Exec\\w+|Bean\\w+|Redis\\.(Command|Key|Keys)|Kafka(OverrideTopic|Topic)|Slack\\w+"
                    + "|Language\\w+|ToEndpoint|SchedulerName)|kafka\\.OVERRIDE_TOPIC|(to|cc|bcc|from|reply-to)");
    private static final Pattern FROM_MESSAGE = Pattern.compile(
            "\\$\\{(body|bodyAs|mandatoryBodyAs|in\\.|header|headers|bodyOneLine|messageAs|originalBody)\\b");
    private static final Set<String> READ_MESSAGES = Set.of(
            "jsonpath",
            "jq",
            "xpath",
            "xquery",
            "groovy",
            "joor",
            "java",
            "js",
            "python",
            "mvel",
            "ognl",
            "spel",
            "tokenize",
            "xtokenize",
            "header",
            "language");

    @Override
    public List<Check> checks() {
        return List.of(STEERED, EXECUTED);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.everything()
                .flatMap(route -> Stream.of(headers(route), options(route), programs(route))
                        .flatMap(findings -> findings));
    }

    private static Stream<Finding> headers(Route route) {
        return route.eips().stream()
                .filter(eip -> Set.of("setHeader", "setHeaders").contains(eip.name()))
                .flatMap(eip -> eip.name().equals("setHeader")
                        ? Stream.of(eip.value())
                        : eip.value().get("headers").stream().flatMap(headers -> headers.items().stream()))
                .filter(header -> STEERING.matcher(header.text("name")).matches())
                .filter(MessageDataRule::readsMessage)
                .map(header -> STEERED.at(
                        route,
                        header.get("name").orElse(header),
                        "the message would choose %s".formatted(header.text("name")),
                        FIX));
    }

    private static Stream<Finding> options(Route route) {
        return route.endpoints()
                .flatMap(use -> use.options().entrySet().stream()
                        .filter(option ->
                                FROM_MESSAGE.matcher(option.getValue().value()).find())
                        .map(option -> STEERED.at(
                                route,
                                option.getValue().place(),
                                "the message would choose %s".formatted(option.getKey()),
                                FIX)));
    }

    private static Stream<Finding> programs(Route route) {
        return route.endpoints()
                .filter(use -> use.scheme().equals("language") && use.rest().matches("[a-z]*"))
                .map(use -> EXECUTED.at(
                        route,
                        use.place(),
                        "%s would execute the message's body".formatted(use.address()),
                        "use an expression (setBody:, filter:), or name a script: language:simple:resource:file:…"));
    }

    private static boolean readsMessage(Yaml header) {
        Yaml expression = header.get("expression").orElse(header);
        return expression.entries().stream()
                .anyMatch(entry -> READ_MESSAGES.contains(entry.name()) || reads(entry.value()));
    }

    private static boolean reads(Yaml yaml) {
        return FROM_MESSAGE.matcher(yaml.text()).find()
                || yaml.entries().stream().anyMatch(entry -> reads(entry.value()));
    }
}
