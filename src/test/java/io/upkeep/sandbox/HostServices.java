package io.upkeep.sandbox;

/** What really runs on a host: asked by its {@code systemctl}. */
interface HostServices {

    /**
     * Answers {@code systemctl <verb> <unit>}. The exit code is 0 when a start or restart worked; the text is the
     * unit's state ({@code active}, {@code failed}, {@code inactive}) or why it could not be started, on one line.
     */
    Answer systemctl(String verb, String unit);

    /** An answer of systemctl. */
    record Answer(int exit, String text) {}
}
