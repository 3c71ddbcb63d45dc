package io.upkeep.probe;

/**
 * The share of the known time in which something served: 1 is always. Null is no data, never all.
 *
 * @param raw of all time that is known
 * @param contractual of the known time outside announced windows
 */
public record Uptime(Double raw, Double contractual) {

    /** No data. */
    static final Uptime UNKNOWN = new Uptime(null, null);

    static Uptime of(TimeSet known, TimeSet down, TimeSet announced) {
        return new Uptime(
                share(known.length().toMillis(), known.and(down).length().toMillis()),
                share(
                        known.lengthWithout(announced).toMillis(),
                        known.and(down).lengthWithout(announced).toMillis()));
    }

    private static Double share(long known, long down) {
        return known <= 0 ? null : 1 - (double) down / known;
    }
}
