package io.upkeep.telemetry;

import ch.qos.logback.classic.Logger;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Has every log line sent, from here on, where an address is set. */
@Component
@EnableConfigurationProperties(OtlpLogProperties.class)
class OtlpLogs implements InitializingBean, DisposableBean {

    private final Optional<OtlpLogSender> sender;

    OtlpLogs(OtlpLogProperties properties, @Value("${upkeep.engine.node:${HOSTNAME:upkeep}}") String node) {
        this.sender = properties.isWanted() ? Optional.of(new OtlpLogSender(properties, node)) : Optional.empty();
    }

    @Override
    public void afterPropertiesSet() {
        sender.ifPresent(appender -> {
            Logger root = root();
            appender.setContext(root.getLoggerContext());
            appender.setName("otlp");
            appender.start();
            root.addAppender(appender);
        });
    }

    @Override
    public void destroy() {
        sender.ifPresent(appender -> {
            root().detachAppender(appender);
            appender.stop();
        });
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
