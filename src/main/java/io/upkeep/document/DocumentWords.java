package io.upkeep.document;

import io.upkeep.text.Amount;
import io.upkeep.text.Shown;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What steps say of documents that are to be renewed or read again: {@code method: {ref: documentWords, method: …}}. */
@Component("documentWords")
public class DocumentWords {

    private static final int MOST = 20;

    /** Of what {@link Documents#changed} gave. */
    public String changed(List<String> subjects) {
        return subjects.isEmpty()
                ? "nothing to renew: no published procedure says something else than its pipeline does ('upkeep docs list' shows them)"
                : "%s other than published; each is written anew, for people to sign: %s"
                        .formatted(
                                Amount.of(subjects.size(), "procedure is", "procedures are"),
                                Amount.some(subjects, MOST));
    }

    /** Of what {@link Documents#overdue} gave. */
    public String overdue(List<Map<String, Object>> documents) {
        if (documents.isEmpty()) {
            return "no published document is overdue for its review ('upkeep docs list' shows when each is due)";
        }
        return documents.stream()
                .limit(MOST)
                .map(document -> "\n  %s; %s".formatted(Shown.reason(document.get("said")), document.get("todo")))
                .collect(Collectors.joining(
                        "",
                        Amount.of(documents.size(), "document is", "documents are") + " overdue, each an incident:",
                        documents.size() > MOST ? "\n  and %d more".formatted(documents.size() - MOST) : ""));
    }
}
