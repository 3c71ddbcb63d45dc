package io.upkeep.web;

import io.upkeep.event.EventSchemas;
import io.upkeep.text.Shown;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/events/schemas}: what programs may expect in events, and may write in requests. */
@RestController
class EventSchemasApi {

    private final EventSchemas schemas;

    EventSchemasApi(EventSchemas schemas) {
        this.schemas = schemas;
    }

    @GetMapping("/api/events/schemas")
    Map<String, Object> all() {
        return schemas.document();
    }

    @GetMapping("/api/events/schemas/{type}")
    Map<String, Object> one(@PathVariable String type) {
        return schemas.schema(type)
                .orElseThrow(() -> new NotFound(
                        "there is no event '%s'; GET /api/events/schemas has all of them".formatted(Shown.of(type))));
    }
}
