package io.upkeep.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request's body, written to a file with constant memory and checked against everything the client said about it:
 * {@code Content-MD5}, {@code x-amz-content-sha256}, {@code x-amz-checksum-*} as header or trailer.
 *
 * @param file the bytes
 * @param size in bytes
 * @param md5 of the bytes, as hex digits
 * @param checksums {@code x-amz-checksum-<algorithm>} by name, as the client sent and this server verified them
 */
record S3Body(Path file, long size, String md5, Map<String, String> checksums) {

    private static final int SHA256_DIGITS = 64;

    /** Reads the body; throws {@link S3Error} and leaves no file when a checksum is wrong. */
    static S3Body receive(S3Request request, Path file) throws IOException {
        Map<String, S3Checksum> running = checksumsOf(request);
        AwsChunkedInputStream chunked = isChunked(request) ? new AwsChunkedInputStream(request.body()) : null;
        try {
            long size = copy(chunked == null ? request.body() : chunked, file, running);
            Map<String, byte[]> values = new HashMap<>();
            running.forEach((name, sum) -> values.put(name, sum.value()));
            Map<String, String> verified = verify(request, chunked, values);
            return new S3Body(file, size, HexFormat.of().formatHex(values.get("md5")), verified);
        } catch (IOException | S3Error failure) {
            Files.deleteIfExists(file);
            throw failure;
        }
    }

    private static boolean isChunked(S3Request request) {
        return contentSha256(request).startsWith("STREAMING-");
    }

    /** The hash of the body, or one of S3's words for why there is none. */
    private static String contentSha256(S3Request request) {
        return request.header("x-amz-content-sha256").orElse("");
    }

    private static Map<String, S3Checksum> checksumsOf(S3Request request) {
        Map<String, S3Checksum> running = new TreeMap<>();
        running.put("md5", S3Checksum.of("md5"));
        if (contentSha256(request).length() == SHA256_DIGITS) {
            running.put("sha256", S3Checksum.of("sha256"));
        }
        request.exchange().getRequestHeaders().keySet().forEach(name -> add(name, running));
        request.header("x-amz-trailer").ifPresent(name -> add(name, running));
        return running;
    }

    private static void add(String header, Map<String, S3Checksum> running) {
        String name = header.toLowerCase(Locale.ROOT);
        if (name.startsWith(S3Checksum.HEADER) && !name.endsWith("-algorithm") && !name.endsWith("-type")) {
            String algorithm = name.substring(S3Checksum.HEADER.length());
            running.put(algorithm, S3Checksum.of(algorithm));
        }
    }

    private static long copy(InputStream in, Path file, Map<String, S3Checksum> running) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                size += read;
                for (S3Checksum sum : running.values()) {
                    sum.update(buffer, 0, read);
                }
            }
        }
        return size;
    }

    private static Map<String, String> verify(
            S3Request request, AwsChunkedInputStream chunked, Map<String, byte[]> values) {
        Map<String, String> trailers = chunked == null ? Map.of() : chunked.trailers();
        Map<String, String> verified = new TreeMap<>();
        values.forEach((algorithm, value) -> {
            String name = S3Checksum.HEADER + algorithm;
            String said = request.header(name).orElse(trailers.get(name));
            String real = Base64.getEncoder().encodeToString(value);
            if (said != null && !said.equals(real)) {
                throw S3Error.badDigest(algorithm.toUpperCase(Locale.ROOT));
            }
            if (said != null) {
                verified.put(name, real);
            }
        });
        requireTrailer(request, trailers);
        verifyHeaders(request, values);
        return verified;
    }

    private static void requireTrailer(S3Request request, Map<String, String> trailers) {
        request.header("x-amz-trailer").ifPresent(name -> {
            if (!trailers.containsKey(name.toLowerCase(Locale.ROOT))) {
                throw new S3Error(400, "MalformedTrailerError", "The request announced the trailer " + name);
            }
        });
    }

    private static void verifyHeaders(S3Request request, Map<String, byte[]> values) {
        request.header("Content-MD5").ifPresent(said -> {
            if (!said.equals(Base64.getEncoder().encodeToString(values.get("md5")))) {
                throw S3Error.badDigest("Content-MD5");
            }
        });
        String said = contentSha256(request);
        if (said.length() == SHA256_DIGITS && !said.equals(HexFormat.of().formatHex(values.get("sha256")))) {
            throw new S3Error(
                    400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' does not match the body.");
        }
    }
}
