package io.upkeep.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Multipart uploads: begun, filled part by part, completed or aborted. */
final class S3Uploads {

    private static final long SMALLEST_PART = 5L * 1024 * 1024;
    private static final Pattern PART = Pattern.compile("<Part>(.*?)</Part>", Pattern.DOTALL);

    private final S3Objects objects;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

    S3Uploads(S3Objects objects) {
        this.objects = objects;
    }

    private record Upload(
            String key, String algorithm, Map<String, String> headers, Map<Integer, S3Body> parts, Instant begun) {}

    private record Listed(int number, String etag, String xml) {}

    /** The uploads that were neither completed nor aborted. */
    void list(S3Request request) throws IOException {
        String prefix = request.query().getOrDefault("prefix", "");
        StringBuilder xml = new StringBuilder("<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>");
        uploads.forEach((id, upload) -> {
            if (upload.key().startsWith(prefix)) {
                xml.append("<Upload><Key>%s</Key><UploadId>%s</UploadId><Initiated>%s</Initiated></Upload>"
                        .formatted(Html.escape(upload.key()), id, upload.begun()));
            }
        });
        request.answer(200, xml.append("</ListMultipartUploadsResult>").toString());
    }

    /** How many are neither completed nor aborted. */
    int open() {
        return uploads.size();
    }

    void listParts(S3Request request) throws IOException {
        Upload upload = upload(request);
        StringBuilder xml = new StringBuilder("<ListPartsResult><IsTruncated>false</IsTruncated>");
        String name = "Checksum" + upload.algorithm().toUpperCase(Locale.ROOT);
        upload.parts().forEach((number, part) -> {
            xml.append("<Part><PartNumber>%d</PartNumber><ETag>%s</ETag><Size>%d</Size>"
                    .formatted(number, Html.escape(etag(part)), part.size()));
            String sum = part.checksums().get(S3Checksum.HEADER + upload.algorithm());
            if (sum != null) {
                xml.append("<%1$s>%2$s</%1$s>".formatted(name, sum));
            }
            xml.append("</Part>");
        });
        request.answer(200, xml.append("</ListPartsResult>").toString());
    }

    void create(S3Request request) throws IOException {
        String id = UUID.randomUUID().toString();
        String algorithm = request.header("x-amz-checksum-algorithm").orElse("").toLowerCase(Locale.ROOT);
        if (!algorithm.isEmpty()) {
            S3Checksum.of(algorithm);
            request.set("x-amz-checksum-algorithm", algorithm.toUpperCase(Locale.ROOT));
        }
        uploads.put(
                id,
                new Upload(
                        request.key(),
                        algorithm,
                        S3Objects.kept(request),
                        new ConcurrentSkipListMap<>(),
                        Instant.now()));
        request.answer(
                200,
                "<InitiateMultipartUploadResult><Bucket>%s</Bucket><Key>%s</Key><UploadId>%s</UploadId></InitiateMultipartUploadResult>"
                        .formatted(request.bucket(), Html.escape(request.key()), id));
    }

    void part(S3Request request) throws IOException {
        Upload upload = upload(request);
        int number = Integer.parseInt(request.query().get("partNumber"));
        S3Body body = S3Body.receive(request, objects.newFile());
        if (!upload.algorithm().isEmpty() && !body.checksums().containsKey(S3Checksum.HEADER + upload.algorithm())) {
            throw S3Error.invalid("Checksum type mismatch: the upload was begun with " + upload.algorithm());
        }
        S3Body before = upload.parts().put(number, body);
        if (before != null) {
            Files.deleteIfExists(before.file());
        }
        request.set("ETag", etag(body));
        body.checksums().forEach(request::set);
    }

    void abort(S3Request request) throws IOException {
        for (S3Body part : upload(request).parts().values()) {
            Files.deleteIfExists(part.file());
        }
        uploads.remove(request.query().get("uploadId"));
        request.answer(204);
    }

    S3Object complete(S3Request request, S3Bucket bucket) throws IOException {
        Upload upload = upload(request);
        bucket.check(request);
        List<S3Body> parts = listed(request, upload);
        S3Object object = join(upload, parts);
        bucket.put(request, object);
        uploads.remove(request.query().get("uploadId"));
        return object;
    }

    static void answer(S3Request request, S3Object object) throws IOException {
        request.answer(
                200,
                "<CompleteMultipartUploadResult><Bucket>%s</Bucket><Key>%s</Key><ETag>%s</ETag></CompleteMultipartUploadResult>"
                        .formatted(request.bucket(), Html.escape(object.key()), Html.escape(object.etag())));
    }

    private Upload upload(S3Request request) {
        Upload upload = uploads.get(request.query().getOrDefault("uploadId", ""));
        if (upload == null || !upload.key().equals(request.key())) {
            throw new S3Error(404, "NoSuchUpload", "The specified multipart upload does not exist.");
        }
        return upload;
    }

    private static List<S3Body> listed(S3Request request, Upload upload) throws IOException {
        List<S3Body> parts = new ArrayList<>();
        int last = 0;
        for (Listed listed : parse(new String(request.body().readAllBytes(), StandardCharsets.UTF_8))) {
            S3Body part = upload.parts().get(listed.number());
            if (part == null || !etag(part).equals(listed.etag()) || !sameChecksum(upload, part, listed)) {
                throw new S3Error(400, "InvalidPart", "Part " + listed.number() + " was not uploaded as listed.");
            }
            if (listed.number() <= last) {
                throw new S3Error(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
            }
            last = listed.number();
            parts.add(part);
        }
        if (parts.isEmpty()) {
            throw new S3Error(400, "MalformedXML", "The list of parts is empty.");
        }
        if (parts.subList(0, parts.size() - 1).stream().anyMatch(part -> part.size() < SMALLEST_PART)) {
            throw new S3Error(400, "EntityTooSmall", "Only the last part may be smaller than 5 MiB.");
        }
        return parts;
    }

    private static boolean sameChecksum(Upload upload, S3Body part, Listed listed) {
        String said = tag(listed.xml(), "Checksum" + upload.algorithm().toUpperCase(Locale.ROOT));
        return upload.algorithm().isEmpty()
                || said.isEmpty()
                || said.equals(part.checksums().get(S3Checksum.HEADER + upload.algorithm()));
    }

    private S3Object join(Upload upload, List<S3Body> parts) throws IOException {
        Path file = objects.newFile();
        S3Checksum md5 = S3Checksum.of("md5");
        S3Checksum composite = S3Checksum.of(upload.algorithm().isEmpty() ? "md5" : upload.algorithm());
        long size = 0;
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (S3Body part : parts) {
                append(part, out);
                Files.deleteIfExists(part.file());
                md5.update(HexFormat.of().parseHex(part.md5()), 0, part.md5().length() / 2);
                String sum = part.checksums().get(S3Checksum.HEADER + upload.algorithm());
                byte[] bytes = sum == null ? new byte[0] : Base64.getDecoder().decode(sum);
                composite.update(bytes, 0, bytes.length);
                size += part.size();
            }
        }
        Map<String, String> headers = new TreeMap<>(upload.headers());
        if (!upload.algorithm().isEmpty()) {
            headers.put(S3Checksum.HEADER + upload.algorithm(), composite.base64() + "-" + parts.size());
            headers.put(S3Checksum.HEADER + "type", "COMPOSITE");
        }
        String etag = '"' + HexFormat.of().formatHex(md5.value()) + "-" + parts.size() + '"';
        return new S3Object(upload.key(), file, size, etag, headers, Instant.now());
    }

    private static void append(S3Body part, FileChannel out) throws IOException {
        try (FileChannel in = FileChannel.open(part.file())) {
            for (long at = 0, moved = 1; at < part.size(); at += moved) {
                moved = in.transferTo(at, part.size() - at, out);
                if (moved <= 0) {
                    throw new EOFException(part.file() + " is shorter than its part");
                }
            }
        }
    }

    private static List<Listed> parse(String xml) {
        List<Listed> listed = new ArrayList<>();
        for (Matcher part = PART.matcher(xml); part.find(); ) {
            String etag = tag(part.group(1), "ETag").replace("&quot;", "\"").replace("&#34;", "\"");
            listed.add(new Listed(
                    Integer.parseInt(tag(part.group(1), "PartNumber")),
                    '"' + etag.replace("\"", "") + '"',
                    part.group(1)));
        }
        return listed;
    }

    private static String tag(String xml, String name) {
        int start = xml.indexOf('<' + name + '>');
        return start < 0 ? "" : xml.substring(start + name.length() + 2, xml.indexOf("</" + name, start));
    }

    private static String etag(S3Body part) {
        return '"' + part.md5() + '"';
    }
}
