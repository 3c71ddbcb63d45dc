package io.upkeep.fleet;

import io.upkeep.target.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;

/** Ends a step's work on a host, over a connection of its own, and says whether that is certain. */
final class RemoteStop {

    /** For a login, until the host has the command: one that does not answer must not keep a cancelled run from its rest. */
    private static final Duration LIMIT = Duration.ofSeconds(8);
    /**
     * For what a host that has answered is at: TERM, 4 s, KILL, 2 s, and its own slowness. A host under heavy load is given
     * the time to say what became of the work, instead of a person who has to go and look.
     */
    private static final Duration AT_WORK = Duration.ofSeconds(15);

    private final Target host;
    private final SshSessions sessions;

    RemoteStop(Target host, SshSessions sessions) {
        this.host = host;
        this.sessions = sessions;
    }

    /**
     * What became of the work.
     *
     * @param certain whether nothing of it runs any more
     */
    record Ended(boolean certain, String what) {}

    Ended end(HostWork work) {
        Optional<String> command = work.stop();
        if (command.isEmpty()) {
            return new Ended(false, "it keeps no record (once=false), and may run there until its timeout");
        }
        try {
            ControlLines said = ask(command.get());
            return said.last().map(RemoteStop::ended).orElse(new Ended(false, "the host did not say that it ended"));
        } catch (HostFault unreachable) {
            return new Ended(false, unreachable.getMessage());
        } catch (IOException | RuntimeException broken) {
            return new Ended(false, "the connection broke" + HostFault.why(broken, ": "));
        }
    }

    private ControlLines ask(String command) throws HostFault, IOException {
        Deadline deadline = Deadline.in(LIMIT);
        ControlLines said = new ControlLines(OutputStream.nullOutputStream());
        try (SshSessions.Lease lease = sessions.borrow(host, deadline)) {
            ChannelExec channel = lease.session().createExecChannel(command);
            channel.setOut(OutputStream.nullOutputStream());
            channel.setErr(said);
            channel.open().verify(deadline.left());
            if (channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), AT_WORK).contains(ClientChannelEvent.CLOSED)) {
                lease.giveBack();
            }
        }
        return said;
    }

    private static Ended ended(ControlLines.Word word) {
        return switch (word.word()) {
            case "stopped" -> new Ended(true, "its processes were ended there");
            case "ended" -> new Ended(true, "it had ended with exit " + word.rest());
            case "stale" -> new Ended(false, "a newer owner (epoch " + word.rest() + ") of the run looks after it");
            case "alive" -> new Ended(false, "its processes did not end, not even by KILL");
            default -> new Ended(false, "the host said '" + word.word() + " " + word.rest() + "'");
        };
    }
}
