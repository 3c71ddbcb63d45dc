package io.upkeep.web;

import io.upkeep.approval.People;
import java.util.regex.Pattern;

/** Who asks, as runs note it. Until people sign in this is a claim (header {@code Upkeep-Person}), no proof. */
final class Person {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    private Person() {}

    /** {@code person:ada}; {@code person:unnamed} when the header is missing or no name. */
    static String of(String header) {
        return "person:" + id(header);
    }

    /** {@code ada}; {@code unnamed} when the header is missing or no name. */
    static String id(String header) {
        return header != null && NAME.matcher(header).matches() ? header : "unnamed";
    }

    /** {@code ada}, who is declared: for deeds that let through what was held back. */
    static String declared(String header, People people) {
        return people.require(id(header)).id();
    }
}
