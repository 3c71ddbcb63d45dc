package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;
import static io.upkeep.cli.Printed.words;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.cli.Terminal.Tone;
import java.util.StringJoiner;

/** One approval with its whole plan, for the terminal. */
final class ApprovalPage {

    private ApprovalPage() {}

    static void print(Terminal terminal, JsonNode approval) {
        terminal.out()
                .println(terminal.paint(Tone.STRONG, Plain.line(text(approval, "pipeline"))) + "  run "
                        + Plain.line(text(approval, "run")));
        field(terminal, "asked for", text(approval, "requestedBy") + ", " + Times.local(approval, "askedAt"));
        JsonNode plan = approval.path("plan");
        plan.path("parameters")
                .properties()
                .forEach(entry -> field(
                        terminal,
                        "parameter",
                        entry.getKey() + "=" + entry.getValue().asText()));
        if (!plan.path("targets").isEmpty()) {
            field(terminal, "targets", joined(plan.get("targets"), " "));
        }
        field(terminal, "route", text(plan, "route"));
        field(terminal, "plan", text(plan, "hash"));
        for (JsonNode role : approval.path("roles")) {
            boolean given = role.hasNonNull("yes");
            String words = given
                    ? "yes from " + text(role, "yes") + ", valid until " + Times.local(role, "validUntil")
                    : role.path("people").isEmpty()
                            ? "nobody can say yes"
                            : "asks " + joined(role.get("people"), " or ");
            field(terminal, given ? terminal.unicode() ? "  ✓" : "  yes" : "  …", text(role, "role") + ": " + words);
        }
        field(terminal, "now", words(approval, "reason"));
    }

    private static String joined(JsonNode texts, String between) {
        StringJoiner joined = new StringJoiner(between);
        texts.forEach(one -> joined.add(one.asText()));
        return joined.toString();
    }

    private static void field(Terminal terminal, String name, String value) {
        terminal.out()
                .println(String.format("  %-10s", name)
                        + Plain.block(value, " ".repeat(12)).strip());
    }
}
