package io.upkeep.web;

import io.upkeep.report.Report;
import io.upkeep.report.ReportDocument;
import io.upkeep.report.ReportRefused;
import io.upkeep.report.Reports;
import io.upkeep.text.Sha256;
import io.upkeep.text.Shown;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/reports}: the stored reports, whole and as documents. */
@RestController
@RequestMapping("/api/reports")
class ReportsApi {

    private final Reports reports;

    ReportsApi(Reports reports) {
        this.reports = reports;
    }

    @GetMapping
    List<Report> newest(@RequestParam(defaultValue = "20") String limit) {
        return reports.newest(Limit.of(limit));
    }

    @GetMapping("/{id}")
    ReportDocument one(@PathVariable String id) {
        return reports.find(Identified.REPORT.id(id)).orElseThrow(() -> missing(id));
    }

    @GetMapping(path = "/{id}.md", produces = "text/markdown;charset=UTF-8")
    String markdown(@PathVariable String id) {
        return reports.rendered(Identified.REPORT.id(id), "markdown").orElseThrow(() -> missing(id));
    }

    /** Its one style is named by its hash: nothing else in the page takes effect, whatever got into it. */
    @GetMapping(path = "/{id}.html", produces = "text/html;charset=UTF-8")
    String html(@PathVariable String id, HttpServletResponse response) {
        String html = reports.rendered(Identified.REPORT.id(id), "html").orElseThrow(() -> missing(id));
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src '%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                        .formatted(hash(html)));
        return html;
    }

    @ExceptionHandler
    ProblemDetail refused(ReportRefused e) {
        return ProblemDetail.forStatusAndDetail(
                e.isMissing() ? HttpStatus.NOT_FOUND : HttpStatus.BAD_REQUEST, e.getMessage());
    }

    private static String hash(String html) {
        int from = html.indexOf("<style>") + "<style>".length();
        String style = html.substring(from, html.indexOf("</style>", from));
        return Sha256.source(style);
    }

    private static NotFound missing(String id) {
        return new NotFound("there is no report '%s', or it is not written yet; GET /api/reports lists them"
                .formatted(Shown.of(id)));
    }
}
