package io.upkeep.web;

import io.upkeep.approval.People;
import io.upkeep.report.ReportRefused;
import io.upkeep.report.Review;
import io.upkeep.report.Reviews;
import io.upkeep.text.Shown;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/reviews}: the reviews of maintenance windows. */
@RestController
@RequestMapping("/api/reviews")
class ReviewsApi {

    private static final String EXAMPLE =
            "{\"findings\": \"all in time; the API was slow for 5 min\", \"actions\": \"bob: drain longer\"}";

    private final Reviews reviews;
    private final People people;

    ReviewsApi(Reviews reviews, People people) {
        this.reviews = reviews;
        this.people = people;
    }

    /** What a person found and what follows from it. */
    record Completion(String findings, String actions) {}

    @GetMapping
    List<Review> list(
            @RequestParam(defaultValue = "false") boolean all, @RequestParam(defaultValue = "50") String limit) {
        return reviews.list(all, Limit.of(limit));
    }

    @GetMapping("/{id}")
    Review one(@PathVariable String id) {
        return reviews.find(Identified.REVIEW.id(id))
                .orElseThrow(() -> new NotFound(
                        "there is no review '%s'; GET /api/reviews?all=true lists them".formatted(Shown.of(id))));
    }

    @PostMapping("/{id}/complete")
    Review complete(
            @PathVariable String id,
            @RequestBody @Example(EXAMPLE) Completion completion,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return reviews.complete(
                Identified.REVIEW.id(id), Person.declared(person, people), completion.findings(), completion.actions());
    }

    @ExceptionHandler
    ProblemDetail refused(ReportRefused e) {
        return ProblemDetail.forStatusAndDetail(
                e.isMissing() ? HttpStatus.NOT_FOUND : HttpStatus.BAD_REQUEST, e.getMessage());
    }
}
