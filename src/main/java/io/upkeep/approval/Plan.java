package io.upkeep.approval;

import io.upkeep.text.Sha256;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What people say yes to: exactly this and nothing else.
 *
 * @param parameters checked, defaults filled in, in the order of declaration
 * @param targets names of what it touches, sorted
 * @param routeHash SHA-256 of everything the pipeline's text consists of
 */
public record Plan(String pipeline, Map<String, String> parameters, List<String> targets, String routeHash) {

    private static final String FORM = "upkeep-plan-1";

    /** Copies; targets are sorted and each is kept once. */
    public Plan {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        targets = List.copyOf(new TreeSet<>(targets));
    }

    /**
     * SHA-256 in hexadecimal digits. Every text stands behind its length and every list behind its size, so that two
     * different plans never have the same bytes; the order of parameters does not matter.
     */
    public String hash() {
        try {
            MessageDigest digest = Sha256.digest();
            DataOutputStream out =
                    new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            write(out, List.of(FORM, pipeline, routeHash));
            Map<String, String> sorted = new TreeMap<>(parameters);
            write(out, sorted.keySet());
            write(out, sorted.values());
            write(out, targets);
            out.flush();
            return Sha256.hex(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Chars, not UTF-8: an encoder would turn each broken surrogate into the same question mark. */
    private static void write(DataOutputStream out, Collection<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeInt(text.length());
            out.writeChars(text);
        }
    }

    /** What differs from an earlier plan, for people; names parameters but no values, which may be secret. */
    public String changesSince(Plan earlier) {
        List<String> changes = new ArrayList<>();
        if (!pipeline.equals(earlier.pipeline)) {
            changes.add("the pipeline was %s".formatted(earlier.pipeline));
        }
        Set<String> names = new TreeSet<>(parameters.keySet());
        names.addAll(earlier.parameters.keySet());
        names.stream()
                .filter(name -> !java.util.Objects.equals(parameters.get(name), earlier.parameters.get(name)))
                .forEach(name -> changes.add("parameter %s changed".formatted(name)));
        note(changes, "targets added: ", targets, earlier.targets);
        note(changes, "targets gone: ", earlier.targets, targets);
        if (!routeHash.equals(earlier.routeHash)) {
            changes.add("the text of the route or its scripts changed");
        }
        return changes.isEmpty() ? "nothing changed" : String.join("; ", changes);
    }

    private static void note(List<String> changes, String words, List<String> these, List<String> those) {
        List<String> only = these.stream().filter(name -> !those.contains(name)).toList();
        if (!only.isEmpty()) {
            changes.add(words + String.join(", ", only));
        }
    }
}
