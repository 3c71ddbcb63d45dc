package io.upkeep.backup;

/** Told of series of backups that are not as promised, and of those that are again. */
public interface BackupAlarm {

    /**
     * A backup is missing, too old, smaller than its history, not proven or broken.
     *
     * @param run the run that looked
     * @param text what is wrong and what to do
     */
    void isNotAsPromised(String run, String series, String text);

    /** Nothing is wrong with it, or not any more. */
    void isAsPromised(String run, String series);

    /**
     * The newest backup of a series is good, and holds not all that was there.
     *
     * @param text what it leaves out and what to do; empty when it leaves nothing out
     */
    void leavesOut(String run, String series, String text);
}
