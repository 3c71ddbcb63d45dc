package io.upkeep.diagnosis;

import java.util.regex.Pattern;

/**
 * Which incidents troubleshooting looks into, by their keys: what probes, hosts and the journal can tell of. A security finding, a
 * promise about backups, a review that is overdue and the like end by whoever opened them; that all probes are well says nothing
 * about them.
 */
final class LookedInto {

    /** Of the keys, for Java and for PostgreSQL. */
    static final String KEYS = "^(probe|run|person|troubleshooting):|^configuration-drift$";

    private static final Pattern LOOKED_INTO = Pattern.compile(KEYS);
    private static final Pattern SEEN_TO_END = Pattern.compile("^(probe|run|troubleshooting):");

    private LookedInto() {}

    /**
     * Refuses an incident that it is not for.
     *
     * @throws DiagnosisFailed saying who ends it
     */
    static void require(String key, String title) {
        if (!LOOKED_INTO.matcher(key).find()) {
            throw new DiagnosisFailed(
                    ("troubleshooting looks at probes, hosts and runs, and none of them tells of '%s': it ends when what opened it finds it "
                                    + "over, or when a person resolves it; its first entry says what to do")
                            .formatted(Bounded.line(title, 200)));
        }
    }

    /** Whether nobody can tell from probes and runs that it is over by itself: what people feel, and files on hosts. */
    static boolean endsElsewhere(String key) {
        return !SEEN_TO_END.matcher(key).find();
    }
}
