package io.upkeep.document;

/** What cannot be done with a document; the message says what, why and what to do. */
public final class DocumentRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message is for people. */
    public DocumentRefused(String message) {
        super(message);
    }
}
