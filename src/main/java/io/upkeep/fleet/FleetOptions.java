package io.upkeep.fleet;

import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import io.upkeep.target.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/** An endpoint's parameters, read and checked; every mistake says the value and a correct example. */
record FleetOptions(
        ChosenHosts chosen,
        Rollout rollout,
        FailedHosts failedHosts,
        RolloutOrder order,
        Optional<String> only,
        Optional<String> script,
        List<EnvName> env,
        Duration timeout,
        Optional<Duration> silence,
        int maxOutput,
        boolean once,
        Optional<RunAs> as,
        FactsOption facts,
        boolean bodyIsInput,
        Output output,
        Optional<Path> directory) {

    /** Where standard output goes. */
    enum Output {
        BODY,
        FILE,
        STREAM;

        static Output of(FleetEndpoint endpoint) {
            for (Output output : values()) {
                if (output.name().equalsIgnoreCase(endpoint.getOutput())) {
                    return output;
                }
            }
            throw new IllegalArgumentException(
                    "output='" + endpoint.getOutput() + "' is not a choice; write body, file or stream");
        }
    }

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([km]?)b?");
    private static final Selector ANY = Selector.parse("all");
    private static final int MOST_OUTPUT = 16 * 1024 * 1024;
    private static final int MOST_PARALLEL = 200;
    private static final int LONGEST_NAMES = 200;
    private static final Duration LONGEST = Duration.ofHours(24);

    static FleetOptions of(FleetEndpoint endpoint, Inventory inventory) {
        return of(endpoint, ChosenHosts.of(endpoint.getSelector(), inventory));
    }

    /** Of hosts that were found, or are not looked for. */
    static FleetOptions of(FleetEndpoint endpoint, ChosenHosts hosts) {
        Optional<String> script = Optional.of(endpoint.getScript()).filter(name -> !name.isBlank());
        boolean bodyIsInput = choice("input", endpoint.getInput(), "body", "none");
        Output output = Output.of(endpoint);
        if (script.isEmpty() && (bodyIsInput || output == Output.STREAM)) {
            throw new IllegalArgumentException((bodyIsInput ? "input=body" : "output=stream")
                    + " needs a script, as without one the body is the script;"
                    + " write script=pipelines/<domain>/<name>.sh");
        }
        if (bodyIsInput && output == Output.STREAM) {
            throw new IllegalArgumentException(
                    "input=body with output=stream: the body cannot be both; let the script read nothing, or write output=file");
        }
        return new FleetOptions(
                hosts,
                rollout(endpoint),
                FailedHosts.of(endpoint),
                RolloutOrder.parse(endpoint.getOrder()),
                only(endpoint),
                script,
                EnvName.parse(endpoint.getEnv()),
                duration("timeout", endpoint.getTimeout()),
                Optional.of(endpoint.getSilence())
                        .filter(given -> !given.isBlank())
                        .map(given -> duration("silence", given)),
                size(endpoint.getMaxOutput()),
                once(endpoint),
                RunAs.parse(endpoint.getSudo()),
                FactsOption.of(endpoint),
                bodyIsInput,
                output,
                directory(endpoint, output));
    }

    private static Rollout rollout(FleetEndpoint endpoint) {
        return Rollout.of(
                endpoint.getParallel(),
                endpoint.getBatch(),
                endpoint.getCanary(),
                endpoint.getMaxErrors(),
                MOST_PARALLEL);
    }

    /** These hosts in the order of their turns; the seed decides where the order leaves it to chance. */
    List<Target> ordered(List<Target> these, long seed) {
        return order.sorted(these, chosen.selector().orElse(ANY), seed);
    }

    /**
     * Those of the hosts that the variable of {@code only} names, or all.
     *
     * @param value the variable's value; null when it is not set
     * @throws IllegalArgumentException when it names none, or one that the selector does not select
     */
    List<Target> narrowed(List<Target> hosts, Object value) {
        if (only.isEmpty()) {
            return hosts;
        }
        List<String> names = value == null
                ? List.of()
                : Arrays.stream(value.toString().split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        List<String> known = hosts.stream().map(Target::name).toList();
        if (names.isEmpty() || !known.containsAll(names)) {
            throw new IllegalArgumentException("only='%s': the variable holds '%s', and fleet:%s selects %s; set it to"
                            .formatted(
                                    only.get(),
                                    Printable.of(String.valueOf(value), LONGEST_NAMES),
                                    chosen.written(),
                                    known)
                    + " one or more of these, joined by commas");
        }
        return hosts.stream().filter(host -> names.contains(host.name())).toList();
    }

    private static Optional<String> only(FleetEndpoint endpoint) {
        String name = endpoint.getOnly();
        if (!name.isEmpty() && !name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
            throw new IllegalArgumentException(
                    "only='" + name + "' is not the name of a variable; write only=wave, not the hosts themselves");
        }
        return Optional.of(name).filter(given -> !given.isEmpty());
    }

    private static Optional<Path> directory(FleetEndpoint endpoint, Output output) {
        boolean file = output == Output.FILE;
        if (file == endpoint.getDirectory().isBlank()) {
            throw new IllegalArgumentException("output=" + endpoint.getOutput() + " with directory='"
                    + endpoint.getDirectory() + "'; write output=file&directory=data/work, or neither");
        }
        return file ? Optional.of(Path.of(endpoint.getDirectory())) : Optional.empty();
    }

    /** What streams is read from the host: it changes nothing there, and is too much to keep there. */
    private static boolean once(FleetEndpoint endpoint) {
        boolean body = Output.of(endpoint) == Output.BODY;
        boolean once = endpoint.getOnce().isBlank() ? body : choice("once", endpoint.getOnce(), "true", "false");
        if (once && !body) {
            throw new IllegalArgumentException("once=true with output=" + endpoint.getOutput()
                    + ": a host keeps no output of that size;"
                    + " write once=false, or let the script print less and use output=body");
        }
        return once;
    }

    private static boolean choice(String option, String value, String yes, String no) {
        if (!value.equals(yes) && !value.equals(no)) {
            throw new IllegalArgumentException(option + "='" + value + "' is not a choice; write " + yes + " or " + no);
        }
        return value.equals(yes);
    }

    private static Duration duration(String option, String text) {
        try {
            Duration duration = DurationStyle.detectAndParse(text);
            if (duration.toMillis() > 0 && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException | ArithmeticException mistake) {
            // told below, like one out of range
        }
        throw new IllegalArgumentException(
                option + " '" + text + "' is not a duration up to 24h; write 60s, 5m or PT5M");
    }

    static int number(String option, String text, int most) {
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(option + " '" + text + "' is not a number from 1 to " + most + "; write 10");
    }

    private static int size(String text) {
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (size.matches()) {
            long factor = size.group(2).isEmpty() ? 1 : size.group(2).equals("k") ? 1024 : 1024 * 1024;
            long bytes = Long.parseLong(size.group(1)) * factor;
            if (bytes >= 1 && bytes <= MOST_OUTPUT) {
                return (int) bytes;
            }
        }
        throw new IllegalArgumentException("maxOutput '" + text + "' is not a size up to 16m; write 64k or 2m");
    }
}
