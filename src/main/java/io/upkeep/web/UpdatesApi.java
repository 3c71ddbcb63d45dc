package io.upkeep.web;

import io.upkeep.text.Shown;
import io.upkeep.update.UpdateRecord;
import io.upkeep.update.UpdateRecords;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/updates}: what updates changed. */
@RestController
class UpdatesApi {

    private final UpdateRecords records;

    UpdatesApi(UpdateRecords records) {
        this.records = records;
    }

    @GetMapping("/api/updates")
    List<UpdateRecord> newest(@RequestParam(defaultValue = "20") String limit) {
        return records.newest(Limit.of(limit));
    }

    @GetMapping("/api/updates/{run}")
    UpdateRecord one(@PathVariable String run) {
        return records.find(ReportsApi.id(run))
                .orElseThrow(() -> new NotFound(
                        "run '%s' wrote no record of an update; upkeep updates list (GET /api/updates) has those there are"
                                .formatted(Shown.of(run))));
    }
}
