package io.upkeep.web;

import io.upkeep.probe.TargetHealth;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/targets}: what is maintained, and how it is; without users and passwords. */
@RestController
class TargetsApi {

    private final TargetHealth health;

    TargetsApi(TargetHealth health) {
        this.health = health;
    }

    @GetMapping("/api/targets")
    List<TargetHealth.Report> all() {
        return health.list();
    }
}
