package io.upkeep.security;

/** Told of findings in the transaction that changes them. */
public interface FindingListener {

    /** It is open: new, back, worse than before, or accepted for too long. */
    void opened(Finding finding, String why);

    /** It is over, or a person answers for it. */
    void over(Finding finding, String why);
}
