package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the estate's file says of targets is what the start accepts. A server has said so itself by the time it asks. */
final class TargetRule implements Rule {

    static final Check SETTING = new Check(
            "target-setting",
            "What `application.yaml` says of a target is right: its kind, labels, address, jump host and `noticed`, the targets it"
                    + " depends on, and its probes. What is missing there, or written as `${NAME}`, may come from the environment.",
            "Upkeep does not start.",
            "staging-1: {kind: host, address: \"ssh://upkeep@staging-1\", noticed: hardly}",
            "staging-1: {kind: host, address: \"ssh://upkeep@staging-1\", noticed: false}");

    private static final Pattern NAMED = Pattern.compile("upkeep\\.targets\\.[A-Za-z0-9.-]*[A-Za-z0-9-]");

    private final KnownProperties known;
    private final Optional<DeclaredNames> declared;

    TargetRule(KnownProperties known, Optional<DeclaredNames> declared) {
        this.known = known;
        this.declared = declared;
    }

    @Override
    public List<Check> checks() {
        return List.of(SETTING);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return known.estate().stream()
                .flatMap(estate -> declared.stream()
                        .flatMap(names -> names.targets().mistakes(files.directory()).stream())
                        .map(mistake -> SETTING.at(estate, place(estate.root(), mistake), mistake)));
    }

    /** Where the setting that it names last stands, or what of it stands there. */
    private static Yaml place(Yaml root, String mistake) {
        String name = NAMED.matcher(mistake)
                .results()
                .map(MatchResult::group)
                .reduce((first, last) -> last)
                .orElse("");
        return below(root, root, name);
    }

    private static Yaml below(Yaml place, Yaml yaml, String name) {
        return yaml.entries().stream()
                .filter(entry -> name.equals(entry.name()) || name.startsWith(entry.name() + "."))
                .findFirst()
                .map(entry -> below(
                        entry.key(),
                        entry.value(),
                        name.equals(entry.name())
                                ? ""
                                : name.substring(entry.name().length() + 1)))
                .orElse(place);
    }
}
