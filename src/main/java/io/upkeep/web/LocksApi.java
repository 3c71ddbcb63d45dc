package io.upkeep.web;

import io.upkeep.pipeline.LockDesk;
import io.upkeep.pipeline.LockDesk.Lock;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/locks}: who holds which target, and who waits for it. */
@RestController
@RequestMapping("/api/locks")
class LocksApi {

    private static final String BECAUSE = "{\"reason\": \"moving its disks, back at 14:00\"}";

    private final LockDesk desk;

    LocksApi(LockDesk desk) {
        this.desk = desk;
    }

    @GetMapping
    List<Lock> all() {
        return desk.all();
    }

    @PostMapping("/{target}")
    List<Lock> take(
            @PathVariable String target,
            @RequestBody @Example(BECAUSE) Because because,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        desk.take(target, Person.id(person), because.checked(BECAUSE));
        return all();
    }

    @DeleteMapping("/{target}")
    List<Lock> release(
            @PathVariable String target, @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        desk.release(target, Person.id(person));
        return all();
    }
}
