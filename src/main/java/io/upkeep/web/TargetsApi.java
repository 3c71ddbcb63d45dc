package io.upkeep.web;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/targets}: what is maintained, and how it is. */
@RestController
class TargetsApi {

    private final TargetViews targets;

    TargetsApi(TargetViews targets) {
        this.targets = targets;
    }

    @GetMapping("/api/targets")
    List<TargetView> all() {
        return targets.all();
    }
}
