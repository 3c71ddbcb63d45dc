package io.upkeep.backup.store;

import io.upkeep.http.Unreached;
import io.upkeep.text.Causes;
import io.upkeep.text.Shown;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What a store's refusals and silences mean, and what a person does next. Carries no keys. */
public final class StoreFault {

    private static final String KEYS = "camel.component.aws2-s3.access-key and .secret-key";
    private static final String ADDRESS = "camel.component.aws2-s3.uri-endpoint-override";

    private StoreFault() {}

    /**
     * A failure in a sentence; empty when it is none of a store's.
     *
     * @param bucket that was asked; empty when it is not known
     * @param address of the store; empty for that of the region
     */
    public static Optional<String> words(Throwable failure, String bucket, String address) {
        String where = (bucket.isEmpty() ? "the store" : "the store's bucket '" + bucket + "'")
                + (address.isEmpty() ? "" : " at " + address);
        return Causes.find(failure, AwsServiceException.class)
                .map(refusal -> where + " " + said(refusal))
                .or(() -> Causes.find(failure, SdkClientException.class)
                        .map(silence -> where + " " + unreached(silence)));
    }

    private static String said(AwsServiceException refusal) {
        String code = refusal.awsErrorDetails() == null
                ? ""
                : Shown.of(refusal.awsErrorDetails().errorCode());
        String text = refusal.awsErrorDetails() == null
                ? ""
                : refusal.awsErrorDetails().errorMessage();
        String answer = " (%d%s)".formatted(refusal.statusCode(), code.isEmpty() ? "" : " " + code);
        return switch (refusal.statusCode()) {
            case 301, 307 -> "lies in another region" + answer + "; name that one (camel.component.aws2-s3.region)";
            case 401, 403 -> refused(code, answer);
            case 404 ->
                code.equals("NoSuchBucket")
                        ? "is not there" + answer + "; create it, or name another (upkeep.backup.bucket)"
                        : "has no such object (any more)" + answer + "; see `upkeep backup list` for what it has";
            case 409, 412 ->
                "has an object of that name already, which is never overwritten" + answer
                        + "; see who else writes into the bucket";
            case 429, 503 ->
                "asks for fewer requests at once" + answer + "; try again later, or send less (upkeep.backup.transfer)";
            default ->
                refusal.statusCode() >= 500
                        ? "has a fault of its own" + answer + "; try again later, and look at the store's own log"
                        : "refused the request%s: %s; see that the bucket is one for backups"
                                .formatted(answer, Shown.reason(text));
        };
    }

    private static String refused(String code, String answer) {
        return switch (code) {
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken" ->
                "does not know the key" + answer + "; see that it is right and still valid (" + KEYS + ")";
            case "RequestTimeTooSkewed" -> "finds the clock of this machine wrong" + answer + "; set it by NTP";
            default ->
                "does not allow it" + answer
                        + "; give the key the right to list, read, write and delete there, or another key (" + KEYS
                        + ")";
        };
    }

    private static String unreached(SdkClientException silence) {
        if (String.valueOf(silence.getMessage()).startsWith("Unable to load credentials")) {
            return "was not asked: no key is set; set " + KEYS;
        }
        String why = Unreached.why(silence).orElseGet(() -> Shown.reason(silence.getMessage()));
        return "was not reached: " + why + "; check the address (" + ADDRESS + ") and the network on the way";
    }
}
