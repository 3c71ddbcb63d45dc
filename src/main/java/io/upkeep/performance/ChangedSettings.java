package io.upkeep.performance;

import java.util.List;
import java.util.UUID;

/** What settings of the estate's databases were before a run changed them. */
interface ChangedSettings {

    /**
     * One of them.
     *
     * @param before the database's own word; null when it had none
     * @param effective what counted in a session
     */
    record Setting(String name, String before, String effective) {}

    /** Notes it, before it is changed; what was noted first stays. */
    void note(UUID run, String target, Setting setting);

    List<Setting> of(UUID run, String target);
}
