package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.stream.Stream;

/** One route as written: where it starts and what it does. */
final class Route {

    enum Kind {
        ROUTE,
        TEMPLATE,
        KAMELET,
        /** What stands beside routes: onException, intercept, a routeConfiguration; it starts nowhere. */
        POLICY
    }

    private final RouteFile file;
    private final Yaml body;
    private final Kind kind;
    private List<Eip> eips;

    Route(RouteFile file, Yaml body, Kind kind) {
        this.file = file;
        this.body = body;
        this.kind = kind;
    }

    RouteFile file() {
        return file;
    }

    Yaml body() {
        return body;
    }

    Kind kind() {
        return kind;
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
        if (eips == null) {
            eips = List.copyOf(
                    Eip.under(kind == Kind.POLICY ? body : body.get("from").orElseThrow()));
        }
        return eips;
    }

    Stream<Eip> steps() {
        return eips().stream().filter(eip -> eip.name().equals("step"));
    }

    /** Every endpoint it names, its own start first. */
    Stream<EndpointUse> endpoints() {
        Stream<EndpointUse> start = kind == Kind.POLICY ? Stream.empty() : Stream.of(from());
        return Stream.concat(start, eips().stream().flatMap(eip -> eip.endpoint().stream()));
    }
}
