package io.upkeep.window;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** All windows and freezes of application.yaml, read and checked when Upkeep starts. */
@Component
public class DeclaredTimes {

    private final Map<String, DeclaredWindow> windows = new TreeMap<>();
    private final List<Freeze> freezes;

    /** @throws IllegalArgumentException naming the entry, its value, a right one and the key */
    DeclaredTimes(WindowProperties properties, Clock clock) {
        int year = clock.instant().atZone(ZoneOffset.UTC).getYear();
        Calendars calendars = Calendars.read(properties.calendars());
        properties
                .windows()
                .forEach((name, window) -> windows.put(name, new WindowReader(name, window, calendars, year).read()));
        freezes = properties.freezes().entrySet().stream()
                .map(entry -> new FreezeReader(entry.getKey(), entry.getValue(), calendars, year).read())
                .toList();
    }

    /** The declared windows, by name. */
    public List<DeclaredWindow> windows() {
        return List.copyOf(windows.values());
    }

    /** The window of this name. */
    public Optional<DeclaredWindow> window(String name) {
        return Optional.ofNullable(windows.get(name));
    }

    /** The declared freezes. */
    public List<Freeze> freezes() {
        return freezes;
    }
}
