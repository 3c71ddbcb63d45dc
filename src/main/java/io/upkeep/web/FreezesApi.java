package io.upkeep.web;

import io.upkeep.approval.People;
import io.upkeep.text.Shown;
import io.upkeep.window.AddedFreeze;
import io.upkeep.window.Freeze;
import io.upkeep.window.FreezeBook;
import io.upkeep.window.FreezeOrder;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/freezes}: when no maintenance may start. */
@RestController
@RequestMapping("/api/freezes")
class FreezesApi {

    private static final String ORDER =
            "{\"name\": \"release\", \"until\": \"2026-11-29T06:00Z\", \"reason\": \"product launch\", \"exceptions\": [\"check-*\"]}";

    private final FreezeBook book;
    private final KnownPipelines pipelines;
    private final People people;
    private final Clock clock;

    FreezesApi(FreezeBook book, KnownPipelines pipelines, People people, Clock clock) {
        this.people = people;
        this.book = book;
        this.pipelines = pipelines;
        this.clock = clock;
    }

    @GetMapping
    List<FreezeView> all() {
        Instant now = clock.instant();
        return Stream.concat(
                        book.declared().stream().map(freeze -> FreezeView.of(null, freeze, null, now)),
                        book.added().stream().map(added -> FreezeView.of(added, now)))
                .toList();
    }

    @PostMapping
    ResponseEntity<FreezeView> add(
            @RequestBody @Example(ORDER) FreezeOrder order,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        pipelines.require(order.pipelines());
        pipelines.require(order.exceptions());
        AddedFreeze added = book.add(order, Person.of(person));
        return ResponseEntity.created(URI.create("/api/freezes/" + added.id()))
                .body(FreezeView.of(added, clock.instant()));
    }

    /** Ends it before its time. */
    @DeleteMapping("/{id}")
    FreezeView lift(@PathVariable String id, @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        List<AddedFreeze> all = book.added();
        UUID freeze = meant(id, all);
        all.stream()
                .filter(added -> added.id().equals(freeze))
                .forEach(added -> people.requireToEnd(added.addedBy(), Person.id(person)));
        AddedFreeze lifted = book.lift(freeze, Person.of(person));
        return FreezeView.of(lifted, clock.instant());
    }

    /** By its id, or by its name where that is the name of one that was added. */
    private UUID meant(String text, List<AddedFreeze> all) {
        List<UUID> named = all.stream()
                .filter(added -> added.freeze().name().equals(text))
                .map(AddedFreeze::id)
                .toList();
        if (named.size() > 1) {
            throw new BadValue("%d freezes are called '%s'; write the id of one: %s"
                    .formatted(
                            named.size(),
                            Shown.of(text),
                            named.stream().map(UUID::toString).collect(Collectors.joining(", "))));
        }
        if (named.isEmpty()
                && book.declared().stream().anyMatch(freeze -> freeze.name().equals(text))) {
            throw new BadValue("freeze '%1$s' is declared; it ends when upkeep.freezes.%1$s in application.yaml says so"
                    .formatted(Shown.of(text)));
        }
        return named.isEmpty() ? Identified.FREEZE.id(text) : named.get(0);
    }

    /**
     * A freeze, as the API shows it.
     *
     * @param id null for one that application.yaml declares
     * @param holding whether it holds now
     * @param until when it ends; null when it does not hold
     * @param next when it begins; null when it holds, or never comes again
     */
    record FreezeView(
            UUID id,
            String name,
            boolean declared,
            boolean holding,
            Instant until,
            Instant next,
            String zone,
            String reason,
            List<String> pipelines,
            String targets,
            List<String> exceptions,
            String addedBy) {

        static FreezeView of(AddedFreeze added, Instant now) {
            return of(added.id(), added.freeze(), added.addedBy(), now);
        }

        static FreezeView of(UUID id, Freeze freeze, String addedBy, Instant now) {
            Instant until = freeze.times().endOf(now).orElse(null);
            return new FreezeView(
                    id,
                    freeze.name(),
                    id == null,
                    until != null,
                    until,
                    until != null ? null : freeze.times().nextAfter(now).orElse(null),
                    freeze.zone().getId(),
                    freeze.reason(),
                    freeze.scope().pipelines(),
                    freeze.scope().targets(),
                    freeze.scope().exceptions(),
                    addedBy);
        }
    }
}
