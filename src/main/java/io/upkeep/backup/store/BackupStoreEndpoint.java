package io.upkeep.backup.store;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Follow, upload, fetch, lock or remove the archive of the backup in the variable {@code backup}. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "backup-store",
        title = "Backup Store",
        syntax = "backup-store:bucket",
        producerOnly = true,
        category = {Category.CLOUD})
@Metadata(
        description =
                "Upload an archive in parts, several at once, while it is written, and going on after a failure; fetch, lock or remove it.")
public final class BackupStoreEndpoint extends DefaultEndpoint {

    @UriPath(description = "The bucket; address and keys are those of aws2-s3.")
    @Metadata(required = true)
    private final String bucket;

    @UriParam(
            enums = "follow,upload,fetch,lock,remove",
            description =
                    "What is done with the backup that the variable backup holds. follow: the body is the archive file that "
                            + "is about to be written; its parts are sent while it grows, until upload, where the body is the whole "
                            + "archive file, sends the rest. fetch: the body becomes its stream. lock: where upkeep.backup.lock says so; the body becomes until when, "
                            + "or empty. remove: its objects with all their versions, and what unfinished uploads left.")
    @Metadata(required = true)
    private Operation operation;

    BackupStoreEndpoint(String uri, String bucket, BackupStoreComponent component) {
        super(uri, component);
        this.bucket = bucket;
    }

    @Override
    public Producer createProducer() {
        if (operation == null) {
            throw new IllegalArgumentException(
                    "backup-store:%s has no operation; write backup-store:%s?operation=upload (or follow, fetch, lock, remove)"
                            .formatted(bucket, bucket));
        }
        return new BackupStoreProducer(this, ((BackupStoreComponent) getComponent()).store(bucket));
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("from: backup-store:" + bucket
                + ": nothing starts there; begin a pipeline with maintenance:<name>, a timer with quartz:<name>");
    }

    /** The bucket. */
    public String getBucket() {
        return bucket;
    }

    public Operation getOperation() {
        return operation;
    }

    /** What is done. */
    public void setOperation(Operation operation) {
        this.operation = operation;
    }

    /** What can be done with a backup in the store. */
    public enum Operation {
        follow,
        upload,
        fetch,
        lock,
        remove
    }
}
