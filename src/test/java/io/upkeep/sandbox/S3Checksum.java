package io.upkeep.sandbox;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** A running checksum of one of S3's algorithms. */
interface S3Checksum {

    String HEADER = "x-amz-checksum-";

    void update(byte[] bytes, int offset, int length);

    byte[] value();

    default String base64() {
        return Base64.getEncoder().encodeToString(value());
    }

    /** The algorithm by its name in headers, in any case: {@code CRC32}. */
    static S3Checksum of(String algorithm) {
        return switch (algorithm.toLowerCase(Locale.ROOT)) {
            case "crc32" -> cyclic(new CRC32());
            case "crc32c" -> cyclic(new CRC32C());
            case "sha1" -> digest("SHA-1");
            case "sha256" -> digest("SHA-256");
            case "md5" -> digest("MD5");
            default -> throw new S3Error(501, "NotImplemented", "The sandbox's S3 has no checksum " + algorithm);
        };
    }

    private static S3Checksum cyclic(Checksum sum) {
        return new S3Checksum() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                sum.update(bytes, offset, length);
            }

            @Override
            public byte[] value() {
                return ByteBuffer.allocate(4).putInt((int) sum.getValue()).array();
            }
        };
    }

    private static S3Checksum digest(String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance(name);
            return new S3Checksum() {
                @Override
                public void update(byte[] bytes, int offset, int length) {
                    digest.update(bytes, offset, length);
                }

                @Override
                public byte[] value() {
                    return digest.digest();
                }
            };
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has " + name, impossible);
        }
    }
}
