package io.upkeep.backup.store;

/** The store did not do what was asked; the message says what happened, where, and what a person does next. */
public final class StoreFailed extends IllegalStateException {

    StoreFailed(String what, Throwable cause) {
        super(what, cause);
    }
}
