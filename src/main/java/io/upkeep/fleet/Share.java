package io.upkeep.fleet;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of hosts, or a share of all of them.
 *
 * @param amount how many, or how many of a hundred
 */
record Share(int amount, boolean percent) {

    static final Share ALL = new Share(100, true);
    static final Share NONE = new Share(0, false);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})(%?)");

    /**
     * Reads {@code 5} or {@code 20%}.
     *
     * @throws IllegalArgumentException when it is neither, below the least or above 100 %
     */
    static Share parse(String option, String text, int least) {
        Matcher share = TEXT.matcher(text.strip());
        if (share.matches()) {
            int amount = Integer.parseInt(share.group(1));
            boolean percent = !share.group(2).isEmpty();
            if (amount >= least && (!percent || amount <= 100)) {
                return new Share(amount, percent);
            }
        }
        throw new IllegalArgumentException(option + " '" + text + "' is not a number of hosts from " + least
                + " on, nor a share up to 100%; write 5 or 20%");
    }

    /** How many hosts that is of so many; a share is rounded down. */
    int of(int hosts) {
        return percent ? (int) ((long) hosts * amount / 100) : amount;
    }

    @Override
    public String toString() {
        return amount + (percent ? "%" : "");
    }
}
