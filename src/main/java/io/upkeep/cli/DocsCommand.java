package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep docs …}: documents that are written from what is in the system. */
@Command(
        name = "docs",
        description = "Lists and shows documents, has them written, signs and reviews them.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: upkeep docs create procedure deploy-configuration"})
final class DocsCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    /** What there is, for who says no more. */
    @Override
    public Integer call() {
        return list("", false);
    }

    @Command(name = "list", description = "Lists documents and drafts, newest first.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--type", defaultValue = "", description = "procedure, log, report, schedule or metrics.")
                    String type,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode documents = upkeep.server().get("api/documents?type=" + Server.part(type));
        if (json) {
            Printed.json(upkeep.terminal(), documents);
            return ExitCode.OK;
        }
        if (documents.isEmpty()) {
            upkeep.terminal().out().println("no documents");
            return ExitCode.OK;
        }
        Table table = new Table(2, "ID", "TYPE", "VERSION", "STATE", "REVIEW BY", "TITLE");
        for (JsonNode document : documents) {
            table.row(
                    text(document, "id"),
                    text(document, "type"),
                    text(document, "version"),
                    text(document, "state"),
                    document.path("nextReview").isNull() ? "" : Times.local(document, "nextReview"),
                    text(document, "title"));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Prints one in Markdown.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ID", description = "The document's id.") String id,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode whole = upkeep.server().get("api/documents/" + Server.part(id));
        if (json) {
            Printed.json(upkeep.terminal(), whole);
        } else {
            upkeep.terminal().out().println(Plain.block(text(whole, "markdown"), ""));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "create",
            description = "Has one written; it is published once people have signed it.",
            mixinStandardHelpOptions = true)
    int create(
            @Parameters(index = "0", paramLabel = "TYPE", description = "procedure, log, report, schedule or metrics.")
                    String type,
            @Parameters(index = "1", paramLabel = "SUBJECT", arity = "0..1", description = "A procedure's pipeline.")
                    String subject,
            @Option(
                            names = "--date",
                            paramLabel = "DATE",
                            description = "A day or a period: 2026-11-28, 2026-W48, 2026-11, 2026-Q4, 2026.")
                    String date) {
        List<String> inputs = new ArrayList<>(List.of("type=" + type));
        if (subject != null) {
            inputs.add("subject=" + subject);
        }
        if (date != null) {
            inputs.add("date=" + date);
        }
        JsonNode accepted = upkeep.server().post("api/pipelines/manage-documentation/runs", Order.of(inputs));
        line("run %s of manage-documentation requested".formatted(text(accepted, "id")));
        return ExitCode.OK;
    }

    @Command(name = "approve", description = "Signs a draft as it is now.", mixinStandardHelpOptions = true)
    int approve(
            @Parameters(paramLabel = "ID", description = "The draft's id.") String id,
            @Option(names = "--sha256", description = "Only if this is still the hash of its text.") String sha256,
            @Option(names = "--reason", paramLabel = "TEXT", description = "What you want to say with it.")
                    String reason) {
        return answer(id, "approve", sha256, reason, "is signed by you");
    }

    @Command(
            name = "reject",
            description = "Says no: the draft stays one, with the reason.",
            mixinStandardHelpOptions = true)
    int reject(
            @Parameters(paramLabel = "ID", description = "The draft's id.") String id,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "What is wrong with it.")
                    String reason) {
        return answer(id, "reject", null, reason, "is rejected");
    }

    @Command(
            name = "review",
            description = "Says that you have read a published document again and that it is right.",
            mixinStandardHelpOptions = true)
    int review(
            @Parameters(paramLabel = "ID", description = "The document's id.") String id,
            @Option(names = "--note", paramLabel = "TEXT", required = true, description = "What you found.")
                    String note) {
        JsonNode reviewed = upkeep.server()
                .post(
                        "api/documents/" + Server.part(id) + "/review",
                        JsonNodeFactory.instance.objectNode().put("note", note));
        line("'%s' is to be read again by %s".formatted(text(reviewed, "title"), Times.local(reviewed, "nextReview")));
        return ExitCode.OK;
    }

    private int answer(String id, String verb, String sha256, String reason, String became) {
        ObjectNode word =
                JsonNodeFactory.instance.objectNode().put("sha256", sha256).put("reason", reason);
        JsonNode after = upkeep.server().post("api/documents/" + Server.part(id) + "/" + verb, word);
        line("document %s %s; %s".formatted(id, became, text(after, "reason")));
        return ExitCode.OK;
    }

    private void line(String words) {
        upkeep.terminal().out().println(Plain.line(words));
    }
}
