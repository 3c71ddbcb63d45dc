package io.upkeep.backup.store;

import io.upkeep.backup.store.Parts.Part;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** An upload in parts that the store has begun and that is neither completed nor given up. */
record OpenUpload(S3Client s3, String bucket, String key, String id) {

    static final String TYPE = "application/zstd";

    /** Those of a key, the newest first. */
    static List<OpenUpload> of(S3Client s3, String bucket, String key) {
        return s3
                .listMultipartUploadsPaginator(request -> request.bucket(bucket).prefix(key))
                .uploads()
                .stream()
                .filter(upload -> upload.key().equals(key))
                .sorted(Comparator.comparing(MultipartUpload::initiated).reversed())
                .map(upload -> new OpenUpload(s3, bucket, key, upload.uploadId()))
                .toList();
    }

    /** The newest of a key, or one that is begun now. */
    static OpenUpload begin(S3Client s3, String bucket, String key) {
        List<OpenUpload> open = of(s3, bucket, key);
        if (!open.isEmpty()) {
            return open.get(0);
        }
        String id = s3.createMultipartUpload(request ->
                        request.bucket(bucket).key(key).contentType(TYPE).checksumAlgorithm(ChecksumAlgorithm.CRC32))
                .uploadId();
        return new OpenUpload(s3, bucket, key, id);
    }

    /** The parts that the store has of it. */
    List<software.amazon.awssdk.services.s3.model.Part> stored() {
        return s3.listPartsPaginator(request -> request.bucket(bucket).key(key).uploadId(id)).parts().stream()
                .toList();
    }

    /** Sends one part of a file. */
    CompletedPart send(Path file, Part part, DataSize perSecond) {
        var answer = s3.uploadPart(
                request -> request.bucket(bucket)
                        .key(key)
                        .uploadId(id)
                        .partNumber(part.number())
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                RequestBody.fromContentProvider(new FilePart(file, part, perSecond), part.bytes(), TYPE));
        return completed(part.number(), answer.eTag(), answer.checksumCRC32());
    }

    static CompletedPart completed(int number, String tag, String crc32) {
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(tag)
                .checksumCRC32(crc32)
                .build();
    }

    /** Makes the object of the parts, unless there is one. */
    void complete(Collection<CompletedPart> parts) {
        s3.completeMultipartUpload(request -> request.bucket(bucket)
                .key(key)
                .uploadId(id)
                .ifNoneMatch("*")
                .multipartUpload(whole -> whole.parts(parts)));
    }

    /** Gives it up: the store removes what it has of it. */
    void abort() {
        s3.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(id));
    }
}
