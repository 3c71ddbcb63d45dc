package io.upkeep.web;

/** Why something is done: the body of requests that need a reason. */
record Because(String reason) {

    private static final int LONGEST = 500;

    /**
     * The reason, which must be there.
     *
     * @param example a right body, for the message
     * @throws BadValue when it is empty or too long
     */
    String checked(String example) {
        String text = reason == null ? "" : reason.strip();
        if (text.isEmpty()) {
            throw new BadValue("reason is missing; write why: " + example);
        }
        if (text.length() > LONGEST) {
            throw new BadValue("reason has %d characters, more than %d; write shorter, for example %s"
                    .formatted(text.length(), LONGEST, example));
        }
        return text;
    }
}
