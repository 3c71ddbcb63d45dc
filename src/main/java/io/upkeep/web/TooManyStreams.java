package io.upkeep.web;

/** As many watch as the server serves; one more would cost those who do. */
final class TooManyStreams extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyStreams(int most) {
        super("%d live streams are open, which is the most; close another page and try again".formatted(most));
    }
}
