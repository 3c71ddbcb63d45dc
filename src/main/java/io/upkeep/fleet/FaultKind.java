package io.upkeep.fleet;

/** Why a host failed; stable words for programs, beside the sentence for people. */
public enum FaultKind {
    UNREACHABLE,
    HOST_KEY_UNKNOWN,
    HOST_KEY_CHANGED,
    HOST_CERTIFICATE,
    LOGIN_REFUSED,
    TIMEOUT,
    EXIT,
    SIGNAL,
    NO_EXIT_STATUS,
    CONNECTION_LOST,
    UNHEARD,
    OUTPUT_TOO_LARGE,
    OUTPUT_NOT_TEXT,
    OUTPUT_NOT_STORED,
    INPUT_UNREADABLE,
    BUSY,
    STALE,
    NOT_PREPARED,
    SUDO_REFUSED,
    CANCELLED
}
