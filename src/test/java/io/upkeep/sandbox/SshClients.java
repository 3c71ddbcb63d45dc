package io.upkeep.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;

/** A strict SSH client for the sandbox's own tests: pinned host keys, one command, ten seconds. */
final class SshClients {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    /** Of a handshake: no test is about how long it takes on a busy machine. */
    private static final Duration CONNECTED_WITHIN = Duration.ofMinutes(1);

    private SshClients() {}

    /** What a command gave. */
    record Result(Integer exit, String out, String err) {}

    static Result run(HostsPart hosts, String host, String command) throws IOException {
        return run(hosts, host, command, DEADLINE);
    }

    /** Exit is null when the command had not ended within the deadline. */
    static Result run(HostsPart hosts, String host, String command, Duration deadline) throws IOException {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(
                    new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, hosts.knownHosts()));
            client.setKeyIdentityProvider(new FileKeyPairProvider(hosts.privateKey()));
            client.start();
            int port = hosts.host(host).port();
            try (ClientSession session = client.connect(SshHost.USER, Ports.HOST, port)
                    .verify(CONNECTED_WITHIN)
                    .getSession()) {
                session.auth().verify(CONNECTED_WITHIN);
                return exec(session, command, deadline);
            }
        }
    }

    private static Result exec(ClientSession session, String command, Duration deadline) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setOut(out);
            channel.setErr(err);
            channel.open().verify(CONNECTED_WITHIN);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), deadline);
            return new Result(
                    channel.getExitStatus(),
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        }
    }
}
