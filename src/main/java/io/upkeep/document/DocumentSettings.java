package io.upkeep.document;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code upkeep.documents}.
 *
 * @param zone in which days and periods begin; UTC unless told otherwise
 * @param reviewEvery how long after its publication or last review a document is read again, by type; types that are not
 *     named are records of the past and are not reviewed again
 */
@ConfigurationProperties("upkeep.documents")
public record DocumentSettings(ZoneId zone, Map<DocumentType, Duration> reviewEvery) {

    /** Fills in the defaults. */
    public DocumentSettings {
        zone = zone == null ? ZoneId.of("UTC") : zone;
        reviewEvery =
                reviewEvery == null ? Map.of(DocumentType.PROCEDURE, Duration.ofDays(180)) : Map.copyOf(reviewEvery);
        reviewEvery.forEach((type, every) -> {
            if (every.isNegative() || every.isZero()) {
                throw new IllegalArgumentException("upkeep.documents.review-every.%s '%s' is no time at all; write 180d"
                        .formatted(type.word(), every));
            }
        });
    }

    /** When a document is read again that was found right now; null when never. */
    Instant nextReview(DocumentType type, Instant now) {
        Duration every = reviewEvery.get(type);
        return every == null ? null : now.plus(every);
    }
}
