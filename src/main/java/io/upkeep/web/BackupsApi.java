package io.upkeep.web;

import io.upkeep.backup.Backup;
import io.upkeep.backup.BackupHealth;
import io.upkeep.backup.BackupRetention;
import io.upkeep.backup.Backups;
import io.upkeep.backup.retention.PromiseCheck.Problem;
import io.upkeep.backup.retention.RetentionRules.Verdict;
import io.upkeep.text.Shown;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/backups}: the catalogue, what is wrong with it, and what of it stays. Only a VERIFIED one counts as a backup. */
@RestController
@RequestMapping("/api/backups")
class BackupsApi {

    private final Backups backups;
    private final BackupHealth health;
    private final BackupRetention retention;

    BackupsApi(Backups backups, BackupHealth health, BackupRetention retention) {
        this.backups = backups;
        this.health = health;
        this.retention = retention;
    }

    @GetMapping
    List<Backup> newest(@RequestParam(defaultValue = "20") String limit) {
        return backups.newest(Limit.of(limit));
    }

    @GetMapping("/{id}")
    Backup one(@PathVariable String id) {
        return backups.find(Identified.BACKUP.id(id))
                .orElseThrow(() ->
                        new NotFound("no backup has the id '%s'; GET /api/backups lists them".formatted(Shown.of(id))));
    }

    @GetMapping("/problems")
    List<Problem> problems() {
        return health.problems();
    }

    @GetMapping("/retention")
    Map<String, List<Verdict>> retention() {
        return retention.verdicts();
    }
}
