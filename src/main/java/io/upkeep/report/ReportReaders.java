package io.upkeep.report;

import java.util.Map;

/** Brings a report to the people who subscribed to it; whoever keeps the stakeholders does. */
public interface ReportReaders {

    /**
     * Writes down who is told; everybody once per topic, however often it is asked.
     *
     * @return how many are told now
     */
    int tell(Letter letter);

    /**
     * What people are sent.
     *
     * @param kind what they subscribe to: {@code weekly}
     * @param topic names the conversation
     * @param summary our own names to values that may be hostile, in order
     * @param path of the page with the whole of it
     */
    record Letter(
            String kind,
            String topic,
            String title,
            Map<String, String> summary,
            String markdown,
            String html,
            String path) {}
}
