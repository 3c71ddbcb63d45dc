package io.upkeep.target;

import java.net.URI;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A thing that is maintained.
 *
 * @param name unique in its inventory: lower-case letters, digits and dashes, at most 63 characters
 * @param kind what sort of thing it is
 * @param labels what it is selected by, sorted; same characters as a name
 * @param address where it is reached, with a scheme that fits its kind; never carries a password
 * @param user who to log in as, or empty
 * @param password how, or empty; {@link #toString()} never shows user or password
 * @param jump name of the host that it is reached through, or empty when it is reached directly; for hosts only
 * @param noticed whether users notice work on it; not on staging's
 */
public record Target(
        String name,
        TargetKind kind,
        Set<String> labels,
        URI address,
        String user,
        String password,
        String jump,
        boolean noticed) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** Checks every part; an {@link IllegalArgumentException} names the target, the value and a correct example. */
    public Target {
        requireName("target", name);
        Objects.requireNonNull(kind, "kind");
        labels.forEach(label -> requireName("target '" + name + "': label", label));
        requireAddress(name, kind, address);
        labels = Collections.unmodifiableSet(new TreeSet<>(labels));
        user = user == null || user.isBlank() ? userIn(address) : user;
        password = password == null ? "" : password;
        jump = jump == null ? "" : jump.strip();
        if (!jump.isEmpty() && kind != TargetKind.HOST) {
            throw new IllegalArgumentException("target '" + name + "': jump '" + jump + "' does not fit kind "
                    + kind.word() + "; only hosts are reached through a jump host: remove it");
        }
        if (kind == TargetKind.HOST && user.isEmpty()) {
            throw new IllegalArgumentException("target '" + name + "': address '" + address
                    + "' names no user to log in as; write ssh://upkeep@" + address.getHost());
        }
    }

    /** A target that is reached directly. */
    public Target(String name, TargetKind kind, Set<String> labels, URI address, String user, String password) {
        this(name, kind, labels, address, user, password, "", true);
    }

    private static void requireName(String what, String value) {
        if (value == null || !NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " '" + value
                    + "' is not a name; write lower-case letters, digits and dashes, such as api-1");
        }
    }

    private static void requireAddress(String name, TargetKind kind, URI address) {
        String example = kind.schemes().get(0) + "://" + (kind == TargetKind.HOST ? "upkeep@" : "") + name;
        if (address == null || !kind.schemes().contains(String.valueOf(address.getScheme()))) {
            throw new IllegalArgumentException("target '" + name + "': address '" + withoutUser(address)
                    + "' does not fit kind " + kind.word() + "; write " + example);
        }
        if (address.getHost() == null) {
            throw new IllegalArgumentException(
                    "target '" + name + "': address '" + withoutUser(address) + "' names no host; write " + example);
        }
        if (address.getUserInfo() != null && address.getUserInfo().contains(":")) {
            throw new IllegalArgumentException("target '" + name + "': the address '" + withoutUser(address)
                    + "' carries a password; set upkeep.targets." + name + ".password from the environment instead");
        }
    }

    private static String userIn(URI address) {
        return address.getUserInfo() == null ? "" : address.getUserInfo();
    }

    private static String withoutUser(URI address) {
        return address == null ? "" : address.toString().replaceFirst("//[^/]*@", "//");
    }

    /** The address as it may be shown to anyone: without the user. */
    public String shownAddress() {
        return withoutUser(address);
    }

    @Override
    public String toString() {
        return name + " (" + kind.word() + " " + shownAddress() + " " + labels + ")";
    }
}
