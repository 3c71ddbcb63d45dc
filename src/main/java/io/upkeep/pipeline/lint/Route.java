package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.stream.Stream;

/** One route as written: where it starts and what it does. */
record Route(RouteFile file, Yaml body, Kind kind) {

    enum Kind {
        ROUTE,
        TEMPLATE,
        KAMELET
    }

    /** The id as written; empty when there is none. */
    String id() {
        return kind == Kind.KAMELET
                ? file.root().text("metadata", "name")
                : body.get("id")
                        .or(() -> body.get("from", "id"))
                        .map(Yaml::text)
                        .orElse("");
    }

    EndpointUse from() {
        return EndpointUse.consumer(body.entry("from").orElseThrow());
    }

    boolean isPipeline() {
        return kind == Kind.ROUTE && from().scheme().equals("maintenance");
    }

    /** Every EIP in it, in the order of the text, nested ones after the one they stand in. */
    List<Eip> eips() {
        return Eip.under(body.get("from").orElseThrow());
    }

    Stream<Eip> steps() {
        return eips().stream().filter(eip -> eip.name().equals("step"));
    }

    /** Every endpoint it names, its own start first. */
    Stream<EndpointUse> endpoints() {
        return Stream.concat(Stream.of(from()), eips().stream().flatMap(eip -> eip.endpoint().stream()));
    }

    Finding finding(Yaml place, String message, String fix) {
        return Finding.at(file, place, message, fix);
    }
}
