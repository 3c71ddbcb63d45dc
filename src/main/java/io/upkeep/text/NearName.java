package io.upkeep.text;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant by a mistyped word. */
public final class NearName {

    private static final int MOST_LISTED = 40;

    private NearName() {}

    /** The closest of the known words when it is close enough to be a slip: a third of the letters may differ. */
    public static Optional<String> of(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The same of names of several words, or the shortest one that has all words of this, or begins them: {@code check-health}. */
    public static Optional<String> ofWords(String name, Collection<String> known) {
        List<String> words = Arrays.stream(name.toLowerCase(Locale.ROOT).split("[-_ ]"))
                .filter(word -> word.length() > 1)
                .toList();
        return of(name, known)
                .or(() -> known.stream()
                        .filter(candidate -> !words.isEmpty() && hasAll(candidate, words))
                        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder())));
    }

    private static boolean hasAll(String candidate, List<String> words) {
        List<String> has = List.of(candidate.toLowerCase(Locale.ROOT).split("-"));
        return words.stream().allMatch(word -> has.stream().anyMatch(one -> one.startsWith(word)));
    }

    /** {@code write 'uri'}, or when nothing is near, all the words. */
    public static String advice(String word, Collection<String> known) {
        return of(word, known)
                .map(near -> "write '" + near + "'")
                .orElseGet(() -> known.isEmpty()
                        ? "remove it"
                        : known.size() > MOST_LISTED
                                ? "remove it; none of the %d known names is like it".formatted(known.size())
                                : "write one of: "
                                        + String.join(
                                                ", ", known.stream().sorted().toList()));
    }

    /** Levenshtein's distance, letters compared without case. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
