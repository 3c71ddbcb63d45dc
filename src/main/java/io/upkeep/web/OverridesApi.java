package io.upkeep.web;

import io.upkeep.approval.Overrides;
import io.upkeep.approval.RunOverride;
import io.upkeep.approval.RunOverride.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Overriding admission for a run that waits, and the reviews that break-glass starts owe. */
@RestController
@RequestMapping("/api")
class OverridesApi {

    private final Overrides overrides;

    OverridesApi(Overrides overrides) {
        this.overrides = overrides;
    }

    @PostMapping("/runs/{id}/override")
    OverrideView override(
            @PathVariable String id,
            @RequestBody Order order,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return OverrideView.of(
                overrides.override(Identified.RUN.id(id), Person.id(person), order.reason(), order.overrides()));
    }

    /** Those to be reviewed first, then the newest. */
    @GetMapping("/break-glass")
    List<OverrideView> breakGlass(@RequestParam(defaultValue = "50") String limit) {
        return overrides.breakGlass(Limit.of(limit)).stream()
                .map(OverrideView::of)
                .toList();
    }

    @PostMapping("/break-glass/{id}/review")
    OverrideView review(
            @PathVariable String id,
            @RequestBody Review review,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return OverrideView.of(overrides.review(Identified.RUN.id(id), Person.id(person), review.note()));
    }

    /**
     * What is to be overridden and why.
     *
     * @param overrides {@code window}, {@code freeze}, {@code approval}, {@code dependency}, {@code backup}; null means the first three
     */
    @Example("{\"reason\": \"the disk is full, OPS-12\", \"overrides\": [\"window\"]}")
    record Order(String reason, List<String> overrides) {}

    /** What another person thinks of it afterwards. */
    @Example("{\"note\": \"it was right, the disk was full\"}")
    record Review(String note) {}

    /**
     * An override in the books.
     *
     * @param breakGlass whether it has to be reviewed
     * @param review null while it is open
     */
    record OverrideView(
            UUID run,
            String pipeline,
            String person,
            String reason,
            List<String> overrides,
            boolean breakGlass,
            Instant at,
            String reviewedBy,
            Instant reviewedAt,
            String review) {

        static OverrideView of(Recorded recorded) {
            RunOverride override = recorded.override();
            return new OverrideView(
                    recorded.run(),
                    recorded.pipeline(),
                    override.person(),
                    override.reason(),
                    override.kinds().stream().map(RunOverride.Kind::word).toList(),
                    override.breakGlass(),
                    recorded.at(),
                    recorded.reviewedBy(),
                    recorded.reviewedAt(),
                    recorded.review());
        }
    }
}
