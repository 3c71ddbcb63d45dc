package io.upkeep.sandbox;

/** An answer of S3 that is an error, by its documented code. */
final class S3Error extends RuntimeException {

    private final int status;
    private final String code;

    S3Error(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static S3Error noSuchKey(String key) {
        return new S3Error(404, "NoSuchKey", "The specified key does not exist: " + key);
    }

    static S3Error badDigest(String which) {
        return new S3Error(400, "BadDigest", "The " + which + " you specified did not match the calculated checksum.");
    }

    static S3Error invalid(String message) {
        return new S3Error(400, "InvalidRequest", message);
    }

    static S3Error precondition(String condition) {
        return new S3Error(
                412,
                "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold: " + condition);
    }

    int status() {
        return status;
    }

    String xml() {
        return "<Error><Code>" + code + "</Code><Message>" + Html.escape(getMessage())
                + "</Message><RequestId>sandbox</RequestId></Error>";
    }
}
