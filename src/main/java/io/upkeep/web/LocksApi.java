package io.upkeep.web;

import io.upkeep.pipeline.LockDesk;
import io.upkeep.pipeline.LockDesk.Lock;
import java.util.List;
import java.util.regex.Pattern;
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

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");

    private final LockDesk desk;

    LocksApi(LockDesk desk) {
        this.desk = desk;
    }

    @GetMapping
    List<Lock> all() {
        return desk.all();
    }

    @PostMapping("/{name}")
    List<Lock> take(
            @PathVariable String name,
            @RequestBody NodesApi.Because because,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        if (!NAME.matcher(name).matches()) {
            throw new BadValue(
                    "'%s' is not the name of a target; GET /api/targets lists them".formatted(BadValue.shown(name)));
        }
        desk.take(
                name,
                Person.of(person).substring("person:".length()),
                because.needed("moving its disks, back at 14:00"));
        return all();
    }

    @DeleteMapping("/{name}")
    List<Lock> release(@PathVariable String name) {
        desk.release(name);
        return all();
    }
}
