package io.upkeep.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PUT, GET, HEAD and DELETE of single objects. */
final class S3Objects {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private final Path directory;

    S3Objects(Path directory) {
        this.directory = directory;
    }

    /** Hundreds of megabytes, maybe in memory, which nobody looks at afterwards. */
    void forget() {
        Resources.delete(directory);
    }

    Path newFile() {
        return directory.resolve(UUID.randomUUID().toString());
    }

    S3Object put(S3Request request, S3Bucket bucket) throws IOException {
        bucket.check(request);
        S3Body body = S3Body.receive(request, newFile());
        Map<String, String> headers = kept(request);
        headers.putAll(body.checksums());
        String etag = '"' + body.md5() + '"';
        S3Object object = new S3Object(request.key(), body.file(), body.size(), etag, headers, Instant.now());
        bucket.put(request, object);
        request.set("ETag", etag);
        body.checksums().forEach(request::set);
        return object;
    }

    void copy(S3Request request, S3Object source, S3Bucket bucket) throws IOException {
        Path file = newFile();
        Files.copy(source.file(), file);
        S3Object copy =
                new S3Object(request.key(), file, source.size(), source.etag(), source.headers(), Instant.now());
        bucket.put(request, copy);
        request.answer(
                200,
                "<CopyObjectResult><ETag>%s</ETag><LastModified>%s</LastModified></CopyObjectResult>"
                        .formatted(Html.escape(copy.etag()), copy.modified()));
    }

    void get(S3Request request, S3Bucket bucket) throws IOException {
        S3Object object = bucket.get(request.key());
        long from = 0;
        long to = object.size() - 1;
        String range = request.header("Range").orElse("");
        boolean partial = !range.isEmpty();
        if (partial) {
            long[] bounds = bounds(range, object.size());
            from = bounds[0];
            to = bounds[1];
            request.set("Content-Range", "bytes " + from + "-" + to + "/" + object.size());
        }
        describe(request, object, partial);
        bucket.versions().ifPresent(versions -> versions.describe(request, object));
        long length = to - from + 1;
        if (request.method().equals("HEAD")) {
            request.set("Content-Length", Long.toString(length));
            request.answer(partial ? 206 : 200);
        } else {
            request.exchange().sendResponseHeaders(partial ? 206 : 200, length == 0 ? -1 : length);
            send(object, from, length, request.exchange().getResponseBody());
        }
    }

    /** The headers of a request that stay with its object. */
    static Map<String, String> kept(S3Request request) {
        Map<String, String> kept = new TreeMap<>();
        request.exchange().getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-amz-meta-") || lower.equals("content-type") || lower.equals("cache-control")) {
                kept.put(lower, values.get(0));
            }
            if (lower.startsWith("x-amz-object-lock-")) {
                throw S3Error.invalid("Bucket is missing Object Lock Configuration");
            }
        });
        request.header("Content-Encoding")
                .map(encoding ->
                        encoding.replace("aws-chunked", "").replace(",", "").strip())
                .filter(encoding -> !encoding.isEmpty())
                .ifPresent(encoding -> kept.put("content-encoding", encoding));
        return kept;
    }

    private static void describe(S3Request request, S3Object object, boolean partial) {
        boolean checksums = !partial && request.header("x-amz-checksum-mode").isPresent();
        object.headers().forEach((name, value) -> {
            if (checksums || !name.startsWith(S3Checksum.HEADER)) {
                request.set(name, value);
            }
        });
        request.set("ETag", object.etag());
        request.set("Accept-Ranges", "bytes");
        request.set(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(object.modified().atOffset(ZoneOffset.UTC)));
    }

    private static long[] bounds(String range, long size) {
        Matcher asked = RANGE.matcher(range);
        if (!asked.matches() || (asked.group(1).isEmpty() && asked.group(2).isEmpty())) {
            throw S3Error.invalid("Range is not bytes=<from>-<to>: " + range);
        }
        if (asked.group(1).isEmpty()) {
            return new long[] {Math.max(0, size - Long.parseLong(asked.group(2))), size - 1};
        }
        long from = Long.parseLong(asked.group(1));
        long to = asked.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(asked.group(2)));
        if (from >= size || from > to) {
            throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable: " + range);
        }
        return new long[] {from, to};
    }

    private static void send(S3Object object, long from, long length, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        try (FileChannel channel = FileChannel.open(object.file());
                InputStream in = Channels.newInputStream(channel.position(from))) {
            long left = length;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }
}
