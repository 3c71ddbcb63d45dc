package io.upkeep.web;

import io.upkeep.log.LogReport;
import io.upkeep.log.LogReports;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/logs}: what was done with the logs of hosts, and what that freed. */
@RestController
class LogsApi {

    private final LogReports reports;

    LogsApi(LogReports reports) {
        this.reports = reports;
    }

    /** @param limit how many runs */
    @GetMapping("/api/logs")
    List<LogReport> newest(@RequestParam(defaultValue = "10") String limit) {
        return reports.newest(Limit.of(limit));
    }
}
