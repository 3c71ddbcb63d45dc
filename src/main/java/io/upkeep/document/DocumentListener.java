package io.upkeep.document;

/** Told of a document that needs no review any more, in the transaction that makes it so. */
public interface DocumentListener {

    /** A version was published, or a person has read the newest one again. */
    void upToDate(Document document, String by);
}
