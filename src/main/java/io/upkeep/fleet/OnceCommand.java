package io.upkeep.fleet;

import static io.upkeep.fleet.HostCommand.quoted;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Work of a step: {@code once.sh}, sent along, starts it at most once on each host however often it is asked to, and
 * keeps output and exit code until somebody fetches them.
 *
 * @param as the assignment that tells whose processes it may have to end; empty for the login user's own
 * @param place where the host keeps it and for whom: directory, run, epoch, phase and key, quoted
 * @param rest limits and the script, quoted
 */
record OnceCommand(String assignments, String as, String place, String rest) implements HostWork {

    private static final String ONCE = once();
    private static final int BLOCK = 512;

    /** Bytes of standard input, when they are known: a host starts nothing with half of its input. */
    record Input(boolean given, OptionalLong bytes) {}

    /** @throws IllegalArgumentException as {@link HostCommand#of} */
    static OnceCommand of(
            String script,
            Map<String, String> environment,
            Duration timeout,
            int maxOutput,
            Input input,
            String directory,
            StepToken token,
            String key) {
        String place = quoted("the state directory", directory) + " " + token.run() + " " + token.epoch() + " "
                + token.phase() + " " + quoted("the key", key);
        String bytes = input.bytes().isPresent() ? String.valueOf(input.bytes().getAsLong()) : "any";
        String rest = HostCommand.seconds(timeout)
                + " " + (maxOutput / BLOCK + 2)
                + " " + (input.given() ? bytes : "-")
                + " " + quoted("the script", script);
        String as = environment.getOrDefault(RunAs.VARIABLE, "");
        OnceCommand command = new OnceCommand(
                HostCommand.assignments(environment),
                as.isEmpty() ? "" : HostCommand.assignments(Map.of(RunAs.VARIABLE, as)),
                place,
                rest);
        HostCommand.checked(command.start(Optional.of("00000000-0000-0000-0000-000000000000")));
        return command;
    }

    @Override
    public String start(Optional<String> boot) {
        String known = quoted("the boot id", boot.orElse("-"));
        return assignments + wrapper() + " start " + place + " " + known + " " + rest;
    }

    @Override
    public Optional<String> stop() {
        return Optional.of(as + wrapper() + " stop " + place);
    }

    private static String wrapper() {
        return "sh -c 'eval \"$0\"' " + ONCE;
    }

    private static String once() {
        try (InputStream in = OnceCommand.class.getResourceAsStream("once.sh")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return quoted(
                    "once.sh",
                    text.lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .collect(Collectors.joining("\n")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("once.sh is missing from Upkeep's own jar", unreadable);
        }
    }
}
