package io.upkeep.document;

import io.upkeep.document.Document.Signature;
import io.upkeep.document.Document.State;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates, reviews, signs and publishes documents, as routes call it: {@code method: {ref: documents, method: …}}. In routes a
 * document is a map: {@code id}, {@code type}, {@code subject}, {@code sha256}, {@code state} ({@code NEW}, {@code UNCHANGED},
 * {@code PENDING}) and {@code said}. Each method may be called twice without harm.
 */
@Component("documents")
public class Documents {

    private final DocumentRecords records;
    private final DocumentSources sources;
    private final Signatures signatures;
    private final DocumentSettings settings;
    private final DocumentNews news;
    private final Clock clock;

    Documents(
            DocumentRecords records,
            DocumentSources sources,
            Signatures signatures,
            DocumentSettings settings,
            DocumentNews news,
            Clock clock) {
        this.records = records;
        this.signatures = signatures;
        this.settings = settings;
        this.news = news;
        this.clock = clock;
        this.sources = sources;
    }

    /**
     * Writes a draft. {@code UNCHANGED}: the newest version says the same already. {@code PENDING}: another run has the same
     * draft under way. An older draft with other words is replaced, and what was signed of it counts no more.
     */
    @Transactional
    public Map<String, Object> create(String run, String type, String subject, String date) {
        DocumentSource source = sources.of(DocumentType.of(type));
        DocumentSource.Draft written = source.write(subject.strip(), date.strip());
        if (!written.gaps().isEmpty()) {
            throw new DocumentRefused(
                    "'%s' cannot be written: %s".formatted(written.title(), String.join("; ", written.gaps())));
        }
        String sha256 = DocumentHash.of(written);
        records.lock(source.type(), written.subject());
        Optional<Document> published = records.published(source.type(), written.subject())
                .filter(document -> document.sha256().equals(sha256));
        Optional<Document> draft = records.draft(source.type(), written.subject());
        UUID by = UUID.fromString(run);
        if (published.isPresent()) {
            draft.ifPresent(stale -> records.remove(stale.id()));
            return map(
                    published.get(),
                    "UNCHANGED",
                    "says the same as version " + published.get().version());
        }
        if (draft.isPresent() && draft.get().sha256().equals(sha256) && isOfOther(draft.get(), by)) {
            return map(
                    draft.get(),
                    "PENDING",
                    "waits for its approval already, in run " + draft.get().run());
        }
        draft.ifPresent(old -> records.remove(old.id()));
        Document added = drafted(source.type(), written, sha256, by);
        records.add(added);
        return map(added, "NEW", draft.isPresent() ? "takes the place of an older draft" : "is drafted");
    }

    /**
     * Looks at a draft without people: links, placeholders, what looks like a secret.
     *
     * @throws DocumentRefused naming every problem
     */
    @Transactional
    public String review(Map<String, Object> document) {
        Document draft = draft(document);
        List<String> problems = DocumentReview.problems(draft.content(), this::resolves);
        if (!problems.isEmpty()) {
            throw new DocumentRefused(
                    "'%s' does not pass its review: %s".formatted(draft.title(), String.join("; ", problems)));
        }
        news.tell(draft, "reviewed", records.move(draft.id(), State.REVIEWED, null));
        return "'%s' passed its review".formatted(draft.title());
    }

    /**
     * Notes who approved the run that asked for it.
     *
     * @param run whose approval is about this document and this hash
     * @throws DocumentRefused when nobody did, who created it did, or the draft has other words by now
     */
    @Transactional
    public String sign(String run, String document, String sha256) {
        Document draft = exact(document, sha256);
        List<Signature> given = signatures.of(UUID.fromString(run));
        DocumentReview.fourEyes(draft.title(), given, signatures.asker(draft.run()));
        records.sign(draft.id(), sha256, given);
        return "'%s' is signed by %s"
                .formatted(
                        draft.title(),
                        String.join(", ", given.stream().map(Signature::person).toList()));
    }

    /**
     * Publishes a signed draft as the next version.
     *
     * @param distribution names of the stakeholders who are told
     */
    @Transactional
    public String publish(Map<String, Object> document, List<String> distribution) {
        String id = String.valueOf(document.get("id"));
        Document draft = exact(id, String.valueOf(document.get("sha256")));
        if (draft.state() != State.PUBLISHED) {
            if (draft.signatures().isEmpty() || draft.state() != State.REVIEWED) {
                throw new DocumentRefused("'%s' is not signed by anybody; it is published after people said yes to it"
                        .formatted(draft.title()));
            }
            Instant now = clock.instant();
            long sequence = records.publish(draft.id(), now, settings.nextReview(draft.type(), now), distribution);
            Document published = records.find(draft.id()).orElseThrow();
            news.tell(published, "published", sequence);
            news.upToDate(published, "run:" + draft.run());
        }
        Document published = records.find(draft.id()).orElseThrow();
        return "'%s' is published as version %s".formatted(published.title(), published.version());
    }

    /** The draft stays, with the reason; nothing happens to one that was published or replaced. */
    @Transactional
    public String reject(Map<String, Object> document, String reason) {
        if (document == null || !"NEW".equals(document.get("state"))) {
            return "there is no draft to keep";
        }
        Optional<Document> draft =
                records.find(id(String.valueOf(document.get("id")))).filter(found -> found.state() != State.PUBLISHED);
        draft.ifPresent(found -> news.tell(found, "rejected", records.move(found.id(), State.REJECTED, reason)));
        return draft.map(found -> "'%s' stays a draft".formatted(found.title())).orElse("there is no draft to keep");
    }

    /** Subjects of published documents of a type that would say something else today. */
    public List<String> changed(String type) {
        DocumentSource source = sources.of(DocumentType.of(type));
        Predicate<Document> isOther = document -> {
            try {
                return !DocumentHash.of(source.write(document.subject(), "")).equals(document.sha256());
            } catch (DocumentRefused gone) {
                return false; // there is nothing to write any more: the last version stays
            }
        };
        return records.current(source.type()).stream()
                .filter(isOther)
                .map(Document::subject)
                .toList();
    }

    /** Published documents whose review is due: maps with {@code id}, {@code title}, {@code key} and {@code said}. */
    public List<Map<String, Object>> overdue() {
        Instant now = clock.instant();
        return settings.reviewEvery().keySet().stream()
                .sorted()
                .flatMap(type -> records.current(type).stream())
                .filter(document ->
                        document.nextReview() != null && !document.nextReview().isAfter(now))
                .map(document -> map(document, "OVERDUE", "was to be reviewed by " + document.nextReview()))
                .toList();
    }

    private boolean isOfOther(Document draft, UUID run) {
        boolean isOpen = draft.state() == State.DRAFT || draft.state() == State.REVIEWED;
        return isOpen && !draft.run().equals(run) && records.isUnderway(draft.run());
    }

    private Document drafted(DocumentType type, DocumentSource.Draft written, String sha256, UUID run) {
        return new Document(
                UUID.randomUUID(),
                type,
                written.subject(),
                written.title(),
                State.DRAFT,
                null,
                written.markdown(),
                written.calendar(),
                sha256,
                run,
                signatures.asker(run),
                clock.instant(),
                null,
                null,
                null,
                List.of(),
                List.of());
    }

    private Document draft(Map<String, Object> document) {
        return exact(String.valueOf(document.get("id")), String.valueOf(document.get("sha256")));
    }

    private Document exact(String id, String sha256) {
        return records.find(id(id))
                .filter(found -> found.sha256().equals(sha256))
                .orElseThrow(() -> new DocumentRefused(
                        "the draft %s changed since people were asked for it: what they said is void; see upkeep docs list"
                                .formatted(id)));
    }

    private static UUID id(String text) {
        return UUID.fromString(text);
    }

    private boolean resolves(String link) {
        return link.startsWith("/#/runs/") && records.isRun(id(link.substring("/#/runs/".length())));
    }

    private static Map<String, Object> map(Document document, String state, String said) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", document.id().toString());
        map.put("type", document.type().word());
        map.put("subject", document.subject());
        map.put("title", document.title());
        map.put("sha256", document.sha256());
        map.put("state", state);
        map.put("key", document.key());
        map.put("todo", "read it and say: upkeep docs review %s --note …".formatted(document.id()));
        map.put("said", "'%s' %s".formatted(document.title(), said));
        return map;
    }
}
