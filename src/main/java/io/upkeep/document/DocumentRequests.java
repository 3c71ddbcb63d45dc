package io.upkeep.document;

import io.upkeep.run.RequestCheck;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Refuses a document of a time that cannot be written about: by writing it, which changes nothing. A procedure has no time; what its
 * route lacks, its draft's run tells.
 */
@Component
class DocumentRequests implements RequestCheck {

    private final DocumentSources sources;

    DocumentRequests(DocumentSources sources) {
        this.sources = sources;
    }

    @Override
    public String pipeline() {
        return "manage-documentation";
    }

    @Override
    public Optional<String> problemWith(Map<String, String> inputs) {
        DocumentType type = DocumentType.of(inputs.get("type"));
        if (type == DocumentType.PROCEDURE) {
            return Optional.empty();
        }
        try {
            var unused = sources.of(type)
                    .write(inputs.get("subject").strip(), inputs.get("date").strip());
            return Optional.empty();
        } catch (DocumentRefused e) {
            return Optional.of(e.getMessage());
        }
    }
}
