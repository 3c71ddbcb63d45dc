package io.upkeep;

import io.upkeep.backup.store.StoreFault;
import io.upkeep.pipeline.FailureWords;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What routes are told when they ask the store of backups by {@code aws2-s3}. */
@Component
class StoreWords implements FailureWords {

    private static final String SCHEME = "aws2-s3:";

    private final String address;

    StoreWords(@Value("${camel.component.aws2-s3.uri-endpoint-override:}") String address) {
        this.address = address;
    }

    @Override
    public Optional<String> of(Throwable failure, String endpoint) {
        String bucket = endpoint.startsWith(SCHEME)
                ? endpoint.substring(SCHEME.length()).replaceFirst("^/+", "").replaceFirst("[?].*", "")
                : "";
        return StoreFault.words(failure, bucket, address);
    }
}
