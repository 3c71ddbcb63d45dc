package io.upkeep.bench;

import io.upkeep.target.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.BuiltinFactory;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The least that runs a command on many hosts with the same library: what fleet: is compared with. */
final class BareClient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SshClient client = SshClient.setUpDefaultClient();
    private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();
    private final ExecutorService threads;

    BareClient(Path privateKey, int parallel) throws Exception {
        threads = Executors.newFixedThreadPool(parallel);
        // what fleet: agrees on with a host that can; its own first choices cost several times as much
        client.setKeyExchangeFactories(NamedFactory.setUpTransformedFactories(
                true, List.of(BuiltinDHFactories.mlkem768x25519, BuiltinDHFactories.curve25519), ClientBuilder.DH2KEX));
        client.setCipherFactories(BuiltinFactory.setUpFactories(true, List.of(BuiltinCiphers.aes128gcm)));
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        try (InputStream in = Files.newInputStream(privateKey)) {
            client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(
                    SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("key"), in, null)));
        }
        client.setServerKeyVerifier((session, address, key) -> true);
        client.start();
    }

    void run(List<Target> hosts, String command) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (Target host : hosts) {
            running.add(threads.submit(() -> exec(host, command)));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private Void exec(Target host, String command) throws IOException {
        ClientSession session = sessions.get(host.name());
        if (session == null) {
            session = client.connect(
                            host.user(),
                            host.address().getHost(),
                            host.address().getPort())
                    .verify(LIMIT)
                    .getSession();
            session.auth().verify(LIMIT);
            sessions.put(host.name(), session);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setOut(out);
            channel.open().verify(LIMIT);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT);
            if (!Integer.valueOf(0).equals(channel.getExitStatus())) {
                throw new IOException("exit " + channel.getExitStatus());
            }
        }
        return null;
    }

    @Override
    public void close() {
        client.stop();
        threads.shutdownNow();
    }
}
