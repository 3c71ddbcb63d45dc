package io.upkeep;

import io.upkeep.document.Document;
import io.upkeep.document.DocumentListener;
import io.upkeep.incident.Incidents;
import org.springframework.stereotype.Component;

/** A document that is up to date again needs nobody any more. */
@Component
class DocumentReviews implements DocumentListener {

    private final Incidents incidents;

    DocumentReviews(Incidents incidents) {
        this.incidents = incidents;
    }

    @Override
    public void upToDate(Document document, String by) {
        incidents.over(document.key(), by, "version %s is up to date".formatted(document.version()));
    }
}
