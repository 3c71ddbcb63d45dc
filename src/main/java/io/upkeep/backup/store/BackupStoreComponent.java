package io.upkeep.backup.store;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.component.aws2.s3.AWS2S3Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.stereotype.Component;

/**
 * The {@code backup-store:} component: a bucket of backups, over the client of Camel's {@code aws2-s3}, whose address, keys and
 * region are configured once, at that component.
 */
@Component("backup-store-component")
public class BackupStoreComponent extends DefaultComponent {

    private final StoreSettings settings;
    private final Clock clock;
    /** By bucket and key: the steps that begin and end one ask different endpoints. */
    private final Map<String, Map<String, EarlyUpload>> early = new ConcurrentHashMap<>();

    BackupStoreComponent(StoreSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String bucket, Map<String, Object> parameters) throws Exception {
        BackupStoreEndpoint endpoint = new BackupStoreEndpoint(uri, bucket, this);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    S3Store store(String bucket) {
        return new S3Store(
                () -> getCamelContext()
                        .getEndpoint("aws2-s3:" + bucket, AWS2S3Endpoint.class)
                        .getS3Client(),
                bucket,
                settings,
                clock,
                early.computeIfAbsent(bucket, name -> new ConcurrentHashMap<>()));
    }

    @Override
    protected void doStop() throws Exception {
        early.values().forEach(uploads -> {
            uploads.values().forEach(EarlyUpload::stop);
            uploads.clear();
        });
        super.doStop();
    }
}
