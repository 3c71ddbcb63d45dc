package io.upkeep.web;

import io.upkeep.approval.People;
import io.upkeep.text.Shown;
import io.upkeep.window.AgreedWindows;
import io.upkeep.window.DeclaredTimes;
import io.upkeep.window.Occurrence;
import io.upkeep.window.Proposal;
import io.upkeep.window.WindowBook;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/windows}: when maintenance may be, and what people decide about it. */
@RestController
@RequestMapping("/api/windows")
class WindowsApi {

    private static final int OF_EACH = 3;
    private static final int ENDED = 5;
    private static final String PROPOSAL =
            "{\"window\": \"emergency\", \"from\": \"2026-11-29T02:00\", \"until\": \"2026-11-29T04:00\", \"reason\": \"replace a disk\"}";
    private static final String CHANGE =
            "{} or, to extend, reschedule or cancel, {\"until\": \"2026-11-29T05:00\", \"reason\": \"the copy is slow\"}";

    private final DeclaredTimes declared;
    private final AgreedWindows windows;
    private final WindowBook book;
    private final KnownPipelines pipelines;
    private final People people;
    private final Clock clock;

    WindowsApi(
            DeclaredTimes declared,
            AgreedWindows windows,
            WindowBook book,
            KnownPipelines pipelines,
            People people,
            Clock clock) {
        this.pipelines = pipelines;
        this.people = people;
        this.declared = declared;
        this.windows = windows;
        this.book = book;
        this.clock = clock;
    }

    @GetMapping
    WindowView.All all() {
        Instant now = clock.instant();
        return new WindowView.All(
                declared.windows().stream().map(WindowView.Declared::of).toList(),
                views(windows.notOver(now, OF_EACH), now),
                views(windows.ended(ENDED), now));
    }

    @PostMapping
    ResponseEntity<WindowView> propose(
            @RequestBody @Example(PROPOSAL) Proposal proposal,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        pipelines.require(proposal.pipelines());
        Occurrence proposed = book.propose(proposal, Person.of(person));
        return ResponseEntity.created(URI.create("/api/windows/" + proposed.id()))
                .body(WindowView.of(proposed, clock.instant()));
    }

    @GetMapping("/{id}")
    WindowView one(@PathVariable String id) {
        return windows.find(Identified.WINDOW.id(id))
                .map(occurrence -> WindowView.of(occurrence, clock.instant()))
                .orElseThrow(() ->
                        new NotFound("no window has the id %s; GET /api/windows lists them".formatted(Shown.of(id))));
    }

    @PostMapping("/{id}/{action}")
    WindowView decide(
            @PathVariable String id,
            @PathVariable String action,
            @RequestBody @Example(CHANGE) Change change,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        UUID window = Identified.WINDOW.id(id);
        String by = Person.of(person);
        Occurrence decided =
                switch (action) {
                    case "approve" -> book.approve(window, declared(person));
                    case "start" -> book.start(window, declared(person));
                    case "verify" -> book.verify(window, by);
                    case "complete" -> book.complete(window, by);
                    case "cancel" -> book.cancel(window, change.reason(), by);
                    case "extend" -> book.extend(window, change.until(), change.reason(), declared(person));
                    case "reschedule" -> book.reschedule(window, change.from(), change.until(), change.reason(), by);
                    default ->
                        throw new NotFound(
                                "'%s' cannot be asked of a window; there are: approve, start, verify, complete, cancel, extend, reschedule"
                                        .formatted(Shown.of(action)));
                };
        return WindowView.of(decided, clock.instant());
    }

    /** By somebody who is declared: a name that may be any is no second person. */
    private String declared(String person) {
        return "person:" + Person.declared(person, people);
    }

    /** What a decision needs beside the window; each may be null. */
    record Change(String from, String until, String reason) {}

    private static List<WindowView> views(List<Occurrence> occurrences, Instant now) {
        return occurrences.stream()
                .map(occurrence -> WindowView.of(occurrence, now))
                .toList();
    }
}
