package io.upkeep.window;

import java.util.List;

/**
 * A freeze that a person asks for, as written.
 *
 * @param name what it is called
 * @param from local time of the zone, with an offset, {@code now}, or {@code +2h} for two hours from now; at once when empty
 * @param until the same; required
 * @param zone IANA name; UTC when empty
 * @param reason told to those who are held back
 * @param pipelines the ones it holds; all when empty
 * @param targets selector of the targets it holds; all when empty
 * @param exceptions pipelines it does not hold
 */
public record FreezeOrder(
        String name,
        String from,
        String until,
        String zone,
        String reason,
        List<String> pipelines,
        String targets,
        List<String> exceptions) {}
