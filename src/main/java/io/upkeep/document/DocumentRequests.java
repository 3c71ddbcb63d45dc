package io.upkeep.document;

import io.upkeep.run.RequestCheck;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Refuses a document of a pipeline that there is not, or of a time that cannot be written about: by writing it, which changes nothing.
 * What a procedure's route lacks, its draft's run tells, and so it does of routes that cannot be read now.
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
        try {
            var unused = sources.of(type)
                    .write(inputs.get("subject").strip(), inputs.get("date").strip());
            return Optional.empty();
        } catch (DocumentRefused e) {
            return Optional.of(e.getMessage());
        } catch (UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }
}
