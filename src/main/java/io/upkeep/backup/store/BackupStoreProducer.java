package io.upkeep.backup.store;

import java.io.File;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import software.amazon.awssdk.core.exception.SdkException;

/** Does what the endpoint says with the backup in the variable {@code backup}; no header has any effect. */
final class BackupStoreProducer extends DefaultProducer {

    private static final String BACKUP = "backup";

    private final BackupStoreEndpoint endpoint;
    private final S3Store store;

    BackupStoreProducer(BackupStoreEndpoint endpoint, S3Store store) {
        super(endpoint);
        this.endpoint = endpoint;
        this.store = store;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        try {
            work(exchange);
        } catch (SdkException failure) {
            throw new StoreFailed(store.words(failure), failure);
        }
    }

    private void work(Exchange exchange) throws Exception {
        Map<?, ?> backup = exchange.getVariable(BACKUP, Map.class);
        String archive = text(backup, "key");
        String manifest = text(backup, "manifestKey");
        String contents = text(backup, "contentsKey");
        Message message = exchange.getMessage();
        switch (endpoint.getOperation()) {
            case follow -> store.follow(archive, message.getMandatoryBody(File.class));
            case upload -> store.upload(archive, message.getMandatoryBody(File.class));
            case fetch -> message.setBody(store.fetch(archive));
            case lock -> message.setBody(store.lock(manifest, contents, archive));
            case remove -> store.remove(manifest, contents, archive);
        }
    }

    /** Empty when it is not known: a run that failed early has nothing to remove. */
    private static String text(Map<?, ?> backup, String key) {
        return backup == null ? "" : Objects.toString(backup.get(key), "");
    }
}
