package io.upkeep.update;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What updates wrote down of themselves. */
interface UpdateNotes {

    /** What a run changed in one place; noting it again replaces what was noted of the same topic and host. */
    record Note(UUID run, String topic, String host, String content) {}

    /** Writes it down. */
    void note(Note note);

    /** All of a run, in the order in which they were noted. */
    List<Note> of(UUID run);

    /** The newest records, newest first. */
    List<UpdateRecord> newest(int limit);

    /** The record of a run, where it wrote one. */
    Optional<UpdateRecord> find(UUID run);

    /** Puts the record in the place of the notes and tells it; a record that is there already is left alone. */
    void record(UUID run, String pipeline, String content);
}
