package io.upkeep.sandbox;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/** ListObjectsV2: prefix, delimiter, pages. */
final class S3Listing {

    private S3Listing() {}

    static void answer(S3Request request, S3Bucket bucket) throws IOException {
        String prefix = request.query().getOrDefault("prefix", "");
        String delimiter = request.query().getOrDefault("delimiter", "");
        String after = request.query()
                .getOrDefault("continuation-token", request.query().getOrDefault("start-after", ""));
        int most = Integer.parseInt(request.query().getOrDefault("max-keys", "1000"));
        StringBuilder contents = new StringBuilder();
        Set<String> prefixes = new TreeSet<>();
        int count = 0;
        String last = "";
        boolean truncated = false;
        for (S3Object object : bucket.all()) {
            if (!object.key().startsWith(prefix) || object.key().compareTo(after) <= 0) {
                continue;
            }
            if (count == most) {
                truncated = true;
                break;
            }
            int end = delimiter.isEmpty() ? -1 : object.key().indexOf(delimiter, prefix.length());
            if (end >= 0) {
                count += prefixes.add(object.key().substring(0, end + delimiter.length())) ? 1 : 0;
            } else {
                contents.append(entry(object));
                count++;
            }
            last = object.key();
        }
        request.answer(200, page(request, contents, prefixes, count, truncated ? last : ""));
    }

    private static String page(
            S3Request request, StringBuilder contents, Set<String> prefixes, int count, String next) {
        StringBuilder xml = new StringBuilder("<ListBucketResult><Name>")
                .append(request.bucket())
                .append("</Name>");
        xml.append("<Prefix>")
                .append(Html.escape(request.query().getOrDefault("prefix", "")))
                .append("</Prefix>");
        xml.append("<KeyCount>").append(count).append("</KeyCount>").append(contents);
        prefixes.forEach(prefix -> xml.append("<CommonPrefixes><Prefix>")
                .append(Html.escape(prefix))
                .append("</Prefix></CommonPrefixes>"));
        xml.append("<IsTruncated>").append(!next.isEmpty()).append("</IsTruncated>");
        if (!next.isEmpty()) {
            xml.append("<NextContinuationToken>").append(Html.escape(next)).append("</NextContinuationToken>");
        }
        return xml.append("</ListBucketResult>").toString();
    }

    private static String entry(S3Object object) {
        return "<Contents><Key>%s</Key><LastModified>%s</LastModified><ETag>%s</ETag><Size>%d</Size><StorageClass>STANDARD</StorageClass></Contents>"
                .formatted(Html.escape(object.key()), object.modified(), Html.escape(object.etag()), object.size());
    }
}
