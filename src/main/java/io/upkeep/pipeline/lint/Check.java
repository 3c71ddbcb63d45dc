package io.upkeep.pipeline.lint;

/**
 * One kind of mistake, as {@code docs/reference/validation.md} explains it.
 *
 * @param id stable, shown in brackets behind every finding: {@code step-twice}
 * @param what must hold, one sentence
 * @param why what happens otherwise
 * @param wrong a piece of YAML that breaks it
 * @param right the same piece, mended
 */
record Check(String id, String what, String why, String wrong, String right) {

    Finding at(RouteFile file, Yaml place, String message, String fix) {
        return new Finding(id, file.name(), place.line(), place.column(), message, fix);
    }

    Finding at(Route route, Yaml place, String message, String fix) {
        return at(route.file(), place, message, fix);
    }

    /** From a message that ends in its own fix: {@code what is wrong; write …}. */
    Finding at(RouteFile file, Yaml place, String message) {
        int end = message.indexOf("; ");
        return end < 0
                ? at(file, place, message, "correct it")
                : at(file, place, message.substring(0, end), message.substring(end + 2));
    }

    Finding at(Route route, Yaml place, String message) {
        return at(route.file(), place, message);
    }
}
