package io.upkeep.run;

import java.util.regex.Pattern;

/** How it is said that a run was stopped, and how that is found again in the failure that it left. */
public final class StopWords {

    /** Of the run itself, or of a child run that its step waited for. A step that fails stops what its run started, too: nobody decided that. */
    private static final Pattern BY_A_PERSON = Pattern.compile(
            "(?:run \\S+ of \\S+ ended [A-Z_]+: )*(?:cancelled by|rollback asked for by|ended because) (?!step ').*",
            Pattern.DOTALL);

    private StopWords() {}

    /** {@code cancelled by ada}. */
    public static String asked(Run.Wish wish) {
        return (wish.kind() == Run.Wish.Kind.CANCEL ? "cancelled by " : "rollback asked for by ") + wish.by();
    }

    /**
     * Of a run that was undone although a person wished something else of it.
     *
     * @param failedStep because of which; null when the undoing was asked for between two steps
     */
    public static String tooLate(Run.Wish wish, String failedStep) {
        return "the %s that %s asked for came too late: %s"
                .formatted(
                        wish.kind() == Run.Wish.Kind.PAUSE ? "pause" : "cancel",
                        wish.by(),
                        failedStep == null
                                ? "the run was being rolled back"
                                : "step '%s' had failed, and the run was rolled back".formatted(failedStep));
    }

    /** The failure of work that was ended for it: {@code ended because ada asked for it: …}. */
    public static String ended(Run.Wish wish, String failure) {
        return "ended because %s asked for it: %s".formatted(wish.by(), failure);
    }

    /** Whether a failure says that a person stopped the run, or one that it waited for. */
    public static boolean tellOfAPerson(String failure) {
        return BY_A_PERSON.matcher(failure).matches();
    }
}
