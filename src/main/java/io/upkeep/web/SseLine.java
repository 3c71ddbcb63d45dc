package io.upkeep.web;

import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A connection that speaks server-sent events. */
final class SseLine implements LiveClient.Line {

    private static final long RECONNECT_MILLIS = 2000;

    private final SseEmitter emitter = new SseEmitter(0L);

    SseEmitter emitter() {
        return emitter;
    }

    @Override
    public void send(LiveMessage message) throws IOException {
        if (message.isHeartbeat()) {
            emitter.send(SseEmitter.event().comment("heartbeat").reconnectTime(RECONNECT_MILLIS));
        } else {
            emitter.send(SseEmitter.event().name(message.event()).data(message.json(), MediaType.TEXT_PLAIN));
        }
    }

    @Override
    public void close() {
        emitter.complete();
    }
}
