package io.upkeep.report;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stored reports. */
interface ReportRecords {

    /** Adds the report that a run made, unless it is there, and gives it the next revision of its period. */
    Report add(UUID run, ReportDocument draft);

    /** Adds the renderings. */
    void write(UUID id, String markdown, String html);

    Optional<Report> find(UUID id);

    Optional<ReportDocument> document(UUID id);

    /** A rendering: {@code markdown} or {@code html}; empty while it is not written. */
    Optional<String> rendered(UUID id, String form);

    /** The newest revision of a period. */
    Optional<ReportDocument> newest(PeriodType type, String period);

    /** The newest of a type, of whatever period. */
    Optional<ReportDocument> newest(PeriodType type);

    List<Report> newest(int limit);
}
