package io.upkeep.web;

import io.upkeep.backup.Backup;
import io.upkeep.backup.Backups;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/backups}: the catalogue, newest first. Only a VERIFIED one counts as a backup. */
@RestController
class BackupsApi {

    private final Backups backups;

    BackupsApi(Backups backups) {
        this.backups = backups;
    }

    @GetMapping("/api/backups")
    List<Backup> newest(@RequestParam(defaultValue = "20") String limit) {
        return backups.newest(Limit.of(limit));
    }
}
