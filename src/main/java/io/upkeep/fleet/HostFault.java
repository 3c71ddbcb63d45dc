package io.upkeep.fleet;

/** One host could not do its part: what happened there, and what a person does next. Carries no secrets. */
final class HostFault extends Exception {

    private final FaultKind kind;
    private final String next;

    HostFault(FaultKind kind, String what, String next) {
        super(what);
        this.kind = kind;
        this.next = next;
    }

    HostFault(FaultKind kind, String what, String next, Throwable cause) {
        super(what, cause);
        this.kind = kind;
        this.next = next;
    }

    FaultKind kind() {
        return kind;
    }

    String next() {
        return next;
    }
}
