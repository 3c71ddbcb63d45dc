package io.upkeep.fleet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.common.channel.BufferedIoOutputStream;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/**
 * A connection that runs through a channel of another session, where a direct one would run through a socket. Nothing
 * listens on a port for it, so nobody else on this machine can come through.
 */
final class Tunnel extends AbstractCloseable implements IoSession {

    /** What waits here is bounded by the windows of the session that runs through; a full queue must not block it. */
    private static final int MOST_WAITING = 64 * 1024 * 1024;

    private final ChannelDirectTcpip channel;
    private final InetSocketAddress far;
    private final IoHandler handler;
    private final BufferedIoOutputStream out;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();

    /** Over an open channel; what the handler makes of it ends with the channel. */
    Tunnel(ChannelDirectTcpip channel, InetSocketAddress far, IoHandler handler) {
        super("tunnel to " + far);
        this.channel = channel;
        this.far = far;
        this.handler = handler;
        this.out = new BufferedIoOutputStream(
                this, channel.getChannelId(), channel.getAsyncIn(), MOST_WAITING, Duration.ofSeconds(30));
        channel.addCloseFutureListener(closed -> ended());
    }

    private void ended() {
        close(true);
        try {
            handler.sessionClosed(this);
        } catch (Exception unheard) {
            // it had not begun
            log.debug("{} closed without a session", this, unheard);
        }
    }

    /** What came through: a fault in it ends what runs here, not the session around it. */
    void received(Buffer bytes) {
        try {
            handler.messageReceived(this, bytes);
        } catch (Exception broken) {
            try {
                handler.exceptionCaught(this, broken);
            } catch (Exception unheard) {
                close(true);
            }
        }
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) throws IOException {
        // as plain bytes: the channel would take the packet of a session for one of its own
        return out.writeBuffer(new ByteArrayBuffer(buffer.array(), buffer.rpos(), buffer.available()));
    }

    /** What was written is sent first. */
    @Override
    protected CloseFuture doCloseGracefully() {
        return out.close(false);
    }

    @Override
    protected void doCloseImmediately() {
        out.close(true);
        // in order, or the jump host would keep its side open as long as the session around it lives
        channel.close(false);
        super.doCloseImmediately();
    }

    @Override
    public long getId() {
        return channel.getChannelId();
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return far;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return channel.getSession().getIoSession().getLocalAddress();
    }

    @Override
    public SocketAddress getAcceptanceAddress() {
        return null;
    }

    @Override
    public Object getAttribute(Object key) {
        return attributes.get(key);
    }

    @Override
    public Object setAttribute(Object key, Object value) {
        return attributes.put(key, value);
    }

    @Override
    public Object setAttributeIfAbsent(Object key, Object value) {
        return attributes.putIfAbsent(key, value);
    }

    @Override
    public Object removeAttribute(Object key) {
        return attributes.remove(key);
    }

    @Override
    public IoService getService() {
        return channel.getSession().getIoSession().getService();
    }

    @Override
    public void shutdownOutputStream() {
        close(false);
    }

    @Override
    public void suspendRead() {
        throw new UnsupportedOperationException("only forwarded ports suspend reading, and none is forwarded");
    }

    @Override
    public void resumeRead() {
        throw new UnsupportedOperationException("only forwarded ports resume reading, and none is forwarded");
    }

    @Override
    public String toString() {
        return "tunnel to " + far;
    }
}
