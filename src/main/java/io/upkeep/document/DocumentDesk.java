package io.upkeep.document;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Documents, as people look for them and read them again. */
@Service
public class DocumentDesk {

    private final DocumentRecords records;
    private final DocumentSettings settings;
    private final DocumentNews news;
    private final Clock clock;

    DocumentDesk(DocumentRecords records, DocumentSettings settings, DocumentNews news, Clock clock) {
        this.records = records;
        this.settings = settings;
        this.news = news;
        this.clock = clock;
    }

    /**
     * A person has read a published document and found it right.
     *
     * @throws DocumentRefused when it is none, or not the newest version
     */
    @Transactional
    public Document confirm(UUID id, String person, String note) {
        Document document = require(id);
        boolean isNewest = records.published(document.type(), document.subject())
                .filter(newest -> newest.id().equals(id))
                .isPresent();
        if (!isNewest) {
            throw new DocumentRefused(
                    "'%s' is not the newest published version; read that one".formatted(document.title()));
        }
        Instant now = clock.instant();
        Instant due = settings.nextReview(document.type(), now);
        if (due == null) {
            throw new DocumentRefused("a %s is a record and is not reviewed again"
                    .formatted(document.type().word()));
        }
        records.review(id, person, note, now, due);
        Document reviewed = require(id);
        news.upToDate(reviewed, "person:" + person);
        return reviewed;
    }

    /** One by its id. */
    public Optional<Document> find(UUID id) {
        return records.find(id);
    }

    /** All versions of the same document, newest first. */
    public List<Document> versions(Document document) {
        return records.versions(document.type(), document.subject());
    }

    /** Newest first; type null or empty means all. */
    public List<Document> newest(String type, int limit) {
        return records.newest(type == null || type.isEmpty() ? null : DocumentType.of(type), limit);
    }

    /** The run that asks people for their yes to the draft as it is now. */
    public Optional<UUID> askingRun(Document draft) {
        return records.askingRun(draft.id(), draft.sha256());
    }

    private Document require(UUID id) {
        return records.find(id)
                .orElseThrow(() -> new DocumentRefused("there is no document %s; see upkeep docs list".formatted(id)));
    }
}
