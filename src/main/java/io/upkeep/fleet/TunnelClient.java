package io.upkeep.fleet;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.future.DefaultConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.BuiltinFactory;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/** An SSH client that also connects to a host through a session that it has to another. */
final class TunnelClient extends SshClient {

    static TunnelClient create() {
        TunnelClient client = (TunnelClient)
                ClientBuilder.builder().factory(TunnelClient::new).build();
        client.setKeyExchangeFactories(
                NamedFactory.setUpTransformedFactories(true, SshAlgorithms.KEY_EXCHANGES, ClientBuilder.DH2KEX));
        client.setCipherFactories(BuiltinFactory.setUpFactories(true, SshAlgorithms.CIPHERS));
        return client;
    }

    /**
     * Connects as {@link #connect(String, String, int, AttributeRepository, java.net.SocketAddress)} does, the last
     * stretch being made by the host at the other end of the session. Its name is resolved there.
     */
    ConnectFuture connectThrough(
            ClientSession session, String user, InetSocketAddress host, AttributeRepository context)
            throws IOException {
        ConnectFuture connecting = new DefaultConnectFuture(user + "@" + host, null);
        Hop hop = new Hop(user, host, context, connecting);
        session.getService(ConnectionService.class).registerChannel(hop);
        connecting.addListener(ended -> {
            if (!ended.isConnected()) {
                hop.close(false);
            }
        });
        hop.open().addListener(opened -> {
            if (opened.getException() != null) {
                connecting.setException(opened.getException());
            }
        });
        return connecting;
    }

    private final class Hop extends ChannelDirectTcpip {

        private final String user;
        private final InetSocketAddress host;
        private final AttributeRepository context;
        private final ConnectFuture connecting;
        private Tunnel tunnel;

        Hop(String user, InetSocketAddress host, AttributeRepository context, ConnectFuture connecting) {
            super(SshdSocketAddress.LOCALHOST_ADDRESS, new SshdSocketAddress(host.getHostString(), host.getPort()));
            this.user = user;
            this.host = host;
            this.context = context;
            this.connecting = connecting;
            setStreaming(ClientChannel.Streaming.Async);
        }

        /** Called before the host's first byte can come: on the thread that would bring it. */
        @Override
        protected void doOpen() throws IOException {
            super.doOpen();
            tunnel = new Tunnel(this, host, getSessionFactory());
            tunnel.setAttribute(AttributeRepository.class, context);
            try {
                getSessionFactory().sessionCreated(tunnel);
                onConnectOperationComplete(
                        tunnel,
                        connecting,
                        user,
                        host,
                        KeyIdentityProvider.EMPTY_KEYS_PROVIDER,
                        new HostConfigEntry("", host.getHostString(), host.getPort(), user, null));
            } catch (IOException | RuntimeException broken) {
                throw broken;
            } catch (Exception broken) {
                throw new IOException(broken);
            }
        }

        @Override
        protected void doWriteData(byte[] data, int offset, long length) throws IOException {
            if (!isClosing()) {
                tunnel.received(new ByteArrayBuffer(data, offset, (int) length));
                getLocalWindow().release(length);
            }
        }
    }
}
