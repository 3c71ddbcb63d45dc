package io.upkeep.web;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.approval.ApprovalRequest;
import io.upkeep.approval.People;
import io.upkeep.document.Document;
import io.upkeep.document.DocumentControl;
import io.upkeep.document.DocumentDesk;
import io.upkeep.document.DocumentHtml;
import io.upkeep.document.DocumentRefused;
import io.upkeep.text.Shown;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/documents}: documents in all their versions, and what people say of them. */
@RestController
@RequestMapping("/api/documents")
class DocumentsApi {

    private final DocumentDesk documents;
    private final ApprovalDesk approvals;
    private final People people;
    private final String policy;

    DocumentsApi(DocumentDesk documents, ApprovalDesk approvals, People people) {
        this.people = people;
        this.documents = documents;
        this.approvals = approvals;
        this.policy = "default-src 'none'; style-src '%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                .formatted(DocumentHtml.styleHash());
    }

    /** One document with its text and its other versions. */
    record Whole(DocumentView document, String markdown, List<DocumentView> versions) {}

    /**
     * A person's word.
     *
     * @param sha256 of the text that the person saw; null says it of the text as it is now
     */
    @Example("{\"reason\": \"read it, it is right\"}")
    record Word(String sha256, String reason) {}

    /** What a person says who has read it again. */
    @Example("{\"note\": \"read it, still right\"}")
    record Note(String note) {}

    @GetMapping
    List<DocumentView> newest(
            @RequestParam(defaultValue = "") String type, @RequestParam(defaultValue = "50") String limit) {
        return documents.newest(type, Limit.of(limit)).stream().map(this::view).toList();
    }

    @GetMapping("/{id}")
    Whole one(@PathVariable String id) {
        Document document = find(id);
        return new Whole(
                view(document),
                DocumentControl.whole(document),
                documents.versions(document).stream().map(this::view).toList());
    }

    @GetMapping(path = "/{id}.md", produces = "text/markdown;charset=UTF-8")
    String markdown(@PathVariable String id) {
        return DocumentControl.whole(find(id));
    }

    /** A page of its own: it may show its own style and nothing else. */
    @GetMapping(path = "/{id}.html", produces = "text/html;charset=UTF-8")
    String html(@PathVariable String id, HttpServletResponse response) {
        String page = DocumentHtml.of(find(id));
        response.setHeader("Content-Security-Policy", policy);
        return page;
    }

    @GetMapping(path = "/{id}.ics", produces = "text/calendar;charset=UTF-8")
    String calendar(@PathVariable String id) {
        Document document = find(id);
        if (document.calendar() == null) {
            throw new NotFound("'%s' is not about times; a schedule is".formatted(document.title()));
        }
        return document.calendar();
    }

    @PostMapping("/{id}/approve")
    ApprovalView approve(
            @PathVariable String id,
            @RequestBody Word word,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return answered(id, word, (run, seen) -> approvals.approve(run, Person.id(person), null, word.reason()));
    }

    @PostMapping("/{id}/reject")
    ApprovalView reject(
            @PathVariable String id,
            @RequestBody Word word,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return answered(id, word, (run, seen) -> approvals.reject(run, Person.id(person), word.reason()));
    }

    @PostMapping("/{id}/review")
    DocumentView review(
            @PathVariable String id,
            @RequestBody Note note,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        if (note.note() == null || note.note().strip().length() < 3) {
            throw new BadValue("say what you found; send {\"note\": \"read it, still right\"}");
        }
        return view(documents.confirm(
                find(id).id(), Person.declared(person, people), note.note().strip()));
    }

    private ApprovalView answered(String id, Word word, BiFunction<UUID, Document, ApprovalRequest> answer) {
        Document document = find(id);
        if (word.sha256() != null && !word.sha256().equals(document.sha256())) {
            throw new DocumentRefused(
                    "the text of '%s' changed since you looked at it; look again".formatted(document.title()));
        }
        UUID run = documents
                .askingRun(document)
                .orElseThrow(() -> new DocumentRefused("nobody is asked for '%s' now; it is %s"
                        .formatted(document.title(), view(document).state())));
        ApprovalRequest request = answer.apply(run, document);
        return ApprovalView.of(request, approvals.verdict(request), approvals.asked(request));
    }

    private DocumentView view(Document document) {
        boolean isDraft = document.state() == Document.State.REVIEWED;
        return DocumentView.of(document, isDraft ? documents.askingRun(document).orElse(null) : null);
    }

    private Document find(String id) {
        try {
            return documents.find(UUID.fromString(id)).orElseThrow(() -> missing(id));
        } catch (IllegalArgumentException notAnId) {
            throw missing(id);
        }
    }

    private static NotFound missing(String id) {
        return new NotFound("there is no document '%s'; GET /api/documents lists them".formatted(Shown.of(id)));
    }

    @ExceptionHandler
    ProblemDetail refused(DocumentRefused refusal) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, refusal.getMessage());
    }
}
