package io.upkeep.document;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Who writes which type of document. */
@Component
class DocumentSources {

    private final Map<DocumentType, DocumentSource> sources = new EnumMap<>(DocumentType.class);

    DocumentSources(List<DocumentSource> all) {
        for (DocumentSource source : all) {
            DocumentSource other = sources.put(source.type(), source);
            if (other != null) {
                throw new IllegalStateException("a %s is written by two: %s and %s; leave one"
                        .formatted(source.type().word(), other.getClass(), source.getClass()));
            }
        }
    }

    /** @throws DocumentRefused when nobody does */
    DocumentSource of(DocumentType type) {
        DocumentSource source = sources.get(type);
        if (source == null) {
            throw new DocumentRefused("nothing writes a %s yet".formatted(type.word()));
        }
        return source;
    }
}
