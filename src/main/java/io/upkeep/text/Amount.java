package io.upkeep.text;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers and lists as people say them. */
public final class Amount {

    private static final String[] SIZES = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final int KIBI = 1024;

    private Amount() {}

    /** {@code no hosts}, {@code 1 host}, {@code 2 hosts}. */
    public static String of(long number, String one) {
        return of(number, one, one + "s");
    }

    /** The same of a word whose plural is another: {@code 2 entries}. */
    public static String of(long number, String one, String more) {
        return "%s %s".formatted(number == 0 ? "no" : Long.toString(number), number == 1 ? one : more);
    }

    /** {@code 812 bytes}, {@code 1.2 MiB}. */
    public static String ofBytes(long bytes) {
        double shown = bytes;
        int size = 0;
        while (Math.abs(shown) >= KIBI && size < SIZES.length - 1) {
            shown /= KIBI;
            size++;
        }
        return size == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", shown, SIZES[size]);
    }

    /**
     * {@code api-1, api-2 and 3 more}.
     *
     * @param most how many are named; each is cut to the length of a value that a message quotes
     */
    public static String some(Collection<String> names, int most) {
        String shown = names.stream().limit(most).map(Shown::of).collect(Collectors.joining(", "));
        int left = names.size() - most;
        return left <= 0 ? shown : "%s and %d more".formatted(shown, left);
    }
}
