package io.upkeep.update;

import io.upkeep.text.Amount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The documentation of updates, as routes see it: {@code method: {ref: updateRecords, method: …}}. Steps note what they
 * changed, the last one makes a record of the notes.
 */
@Component("updateRecords")
public class UpdateRecords {

    private static final String MARK = "@@";
    private static final int LONGEST = 16_000;

    private final UpdateNotes notes;

    UpdateRecords(UpdateNotes notes) {
        this.notes = notes;
    }

    /**
     * Notes what a script said on each host: its lines that begin with {@code @@}.
     *
     * @param outcomes the body that {@code fleet:} leaves
     * @return the same, for people
     */
    public String note(String run, String topic, Map<String, Object> outcomes) {
        outcomes.forEach((host, outcome) -> {
            String lines = marked(outcome);
            if (!lines.isEmpty()) {
                notes.note(new UpdateNotes.Note(UUID.fromString(run), topic, host, lines));
            }
        });
        return said(outcomes);
    }

    /** The same for people only, such as of what is put back: of that there is no record. */
    public String said(Map<String, Object> outcomes) {
        return outcomes.entrySet().stream()
                .map(host -> {
                    String lines = marked(host.getValue());
                    return host.getKey() + ": " + (lines.isEmpty() ? "nothing changed" : lines.replace("\n", "; "));
                })
                .collect(Collectors.joining("\n"));
    }

    /** Notes a text that belongs to no host; says it with its topic. */
    public String tell(String run, String topic, String text) {
        notes.note(new UpdateNotes.Note(UUID.fromString(run), topic, "", bounded(text)));
        return "%s: %s".formatted(topic, bounded(text));
    }

    /** Makes the record of all that the run noted, in Markdown, and says what is in it. */
    public String document(String run, String pipeline) {
        UUID id = UUID.fromString(run);
        Map<String, List<UpdateNotes.Note>> topics = notes.of(id).stream()
                .collect(Collectors.groupingBy(UpdateNotes.Note::topic, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder("# %s, run %s%n".formatted(pipeline, run));
        if (topics.isEmpty()) {
            text.append("\nNothing was changed.\n");
        }
        topics.forEach((topic, all) -> {
            text.append("\n## ").append(topic).append('\n');
            all.forEach(note -> {
                text.append('\n').append(note.host().isEmpty() ? "" : "### " + note.host() + "\n\n");
                // indented: Markdown shows a host's text as it is and executes none of it
                note.content()
                        .lines()
                        .forEach(line -> text.append("    ").append(line).append('\n'));
            });
        });
        notes.record(id, pipeline, text.toString());
        return recorded(topics) + "; upkeep updates show " + run;
    }

    private static String recorded(Map<String, List<UpdateNotes.Note>> topics) {
        return topics.isEmpty()
                ? "nothing was changed, and the record of the update says so"
                : topics.entrySet().stream()
                        .map(topic -> topic.getKey() + hosts(topic.getValue()))
                        .collect(Collectors.joining(", ", "the record of the update is kept: ", ""));
    }

    private static String hosts(List<UpdateNotes.Note> notes) {
        long hosts = notes.stream().filter(note -> !note.host().isEmpty()).count();
        return hosts == 0 ? "" : " of " + Amount.of(hosts, "host");
    }

    /** The newest records, newest first. */
    public List<UpdateRecord> newest(int limit) {
        return notes.newest(limit);
    }

    /** The record of a run, where it wrote one. */
    public Optional<UpdateRecord> find(UUID run) {
        return notes.find(run);
    }

    private static String marked(Object outcome) {
        if (!(outcome instanceof Map<?, ?> map) || !(map.get("stdout") instanceof String stdout)) {
            return "";
        }
        return bounded(stdout.lines()
                .filter(line -> line.startsWith(MARK))
                .map(line -> line.substring(MARK.length()).replaceAll("\\p{Cntrl}|\\p{Cf}", "\uFFFD"))
                .collect(Collectors.joining("\n")));
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
