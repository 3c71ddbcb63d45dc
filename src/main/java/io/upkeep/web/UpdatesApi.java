package io.upkeep.web;

import io.upkeep.text.Shown;
import io.upkeep.update.Releases;
import io.upkeep.update.TestedRelease;
import io.upkeep.update.UpdateRecord;
import io.upkeep.update.UpdateRecords;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/updates}: what updates changed; {@code /api/releases}: what was said of the releases they bring. */
@RestController
class UpdatesApi {

    private final UpdateRecords records;
    private final Releases releases;

    UpdatesApi(UpdateRecords records, Releases releases) {
        this.records = records;
        this.releases = releases;
    }

    @GetMapping("/api/releases")
    List<TestedRelease> releases(
            @RequestParam(defaultValue = "") String version, @RequestParam(defaultValue = "20") String limit) {
        return releases.tested(version, Limit.of(limit));
    }

    @GetMapping("/api/updates")
    List<UpdateRecord> newest(@RequestParam(defaultValue = "20") String limit) {
        return records.newest(Limit.of(limit));
    }

    @GetMapping("/api/updates/{run}")
    UpdateRecord one(@PathVariable String run) {
        return records.find(Identified.RUN.id(run))
                .orElseThrow(() ->
                        new NotFound("run '%s' wrote no record of an update; GET /api/updates lists those there are"
                                .formatted(Shown.of(run))));
    }
}
