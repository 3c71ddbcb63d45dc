package io.upkeep.web;

/** Why something is done: the body of requests that need a reason. */
record Because(String reason) {

    private static final int LONGEST = 500;

    /**
     * The reason, which must be there.
     *
     * @param example a right one, for the message
     * @throws BadValue when the body is no such thing, or the reason empty or too long
     */
    static String read(String body, String example) {
        String right = "{\"reason\": \"%s\"}".formatted(example);
        Because because = Body.read(body, Because.class, right);
        String text = because.reason() == null ? "" : because.reason().strip();
        if (text.isEmpty()) {
            throw new BadValue("reason is missing; write why: " + right);
        }
        if (text.length() > LONGEST) {
            throw new BadValue("reason has %d characters, more than %d; write shorter, for example %s"
                    .formatted(text.length(), LONGEST, right));
        }
        return text;
    }
}
