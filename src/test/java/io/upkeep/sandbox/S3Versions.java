package io.upkeep.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Object Lock: versions that are hidden, the marks that hide them, and until when a version is retained. */
final class S3Versions {

    private static final Pattern UNTIL = Pattern.compile("<RetainUntilDate>(.*?)</RetainUntilDate>");

    private final Map<String, S3Object> hidden = new ConcurrentSkipListMap<>();
    private final Map<String, String> marks = new ConcurrentSkipListMap<>();
    private final Map<String, Instant> retained = new ConcurrentHashMap<>();

    private static String id(S3Object object) {
        return object.file().getFileName().toString();
    }

    /** Keeps what was written over. */
    void keep(S3Object before) {
        if (before != null) {
            hidden.put(id(before), before);
        }
    }

    void retain(S3Request request, S3Object object) throws IOException {
        String xml = new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
        Matcher until = UNTIL.matcher(xml);
        if (!until.find()) {
            throw new S3Error(400, "MalformedXML", "The retention has no date.");
        }
        retained.put(id(object), Instant.parse(until.group(1)));
        request.answer(200);
    }

    /** Until when an object is retained; the epoch when it is not. */
    Instant retainedUntil(S3Object object) {
        return retained.getOrDefault(id(object), Instant.EPOCH);
    }

    void describe(S3Request request, S3Object object) {
        Instant until = retained.get(id(object));
        if (until != null) {
            request.set("x-amz-object-lock-mode", "GOVERNANCE");
            request.set("x-amz-object-lock-retain-until-date", until.toString());
        }
    }

    /** Hides an object behind a mark, as a deletion that names no version does. */
    void hide(S3Request request, S3Bucket bucket) throws IOException {
        bucket.find(request.key()).ifPresent(this::keep);
        bucket.remove(request.key());
        String mark = UUID.randomUUID().toString();
        marks.put(mark, request.key());
        request.set("x-amz-delete-marker", "true");
        request.set("x-amz-version-id", mark);
        request.answer(204);
    }

    void remove(S3Request request, S3Bucket bucket) throws IOException {
        String id = request.query().get("versionId");
        if (retained.getOrDefault(id, Instant.EPOCH).isAfter(Instant.now())) {
            throw new S3Error(403, "AccessDenied", "Access Denied because object protected by object lock.");
        }
        marks.remove(id);
        hidden.remove(id);
        bucket.find(request.key())
                .filter(current -> id(current).equals(id))
                .ifPresent(current -> bucket.remove(request.key()));
        request.answer(204);
    }

    void list(S3Request request, S3Bucket bucket) throws IOException {
        String prefix = request.query().getOrDefault("prefix", "");
        StringBuilder xml = new StringBuilder("<ListVersionsResult><IsTruncated>false</IsTruncated>");
        all(bucket, prefix).forEach(one -> xml.append(version(one)));
        marks.forEach((id, key) -> {
            if (key.startsWith(prefix)) {
                xml.append("<DeleteMarker><Key>%s</Key><VersionId>%s</VersionId></DeleteMarker>"
                        .formatted(Html.escape(key), id));
            }
        });
        request.answer(200, xml.append("</ListVersionsResult>").toString());
    }

    /** Current and hidden ones. */
    List<S3Object> all(S3Bucket bucket, String prefix) {
        return Stream.concat(bucket.all().stream(), hidden.values().stream())
                .filter(one -> one.key().startsWith(prefix))
                .toList();
    }

    private static String version(S3Object object) {
        return "<Version><Key>%s</Key><VersionId>%s</VersionId><Size>%d</Size></Version>"
                .formatted(Html.escape(object.key()), id(object), object.size());
    }
}
