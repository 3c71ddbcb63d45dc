package io.upkeep.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A name server on loopback that knows the addresses it is told, and answers NXDOMAIN for every other name. */
public final class NameServer implements AutoCloseable {

    private static final int QUESTION = 12;
    private static final int NXDOMAIN = 3;
    private static final int ANSWER_OF_NO_ERROR = 0x8180;

    private final DatagramSocket socket;
    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    private NameServer(DatagramSocket socket) {
        this.socket = socket;
    }

    /** Starts one on a free port. */
    public static NameServer start() {
        try {
            NameServer server = new NameServer(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(server::serve, "name-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException("the name server cannot listen", failure);
        }
    }

    /** Where it listens: host and port. */
    public String address() {
        return Ports.HOST + ":" + socket.getLocalPort();
    }

    /** A name has this IPv4 address from now on. */
    public void knows(String name, String address) {
        addresses.put(name, address);
    }

    /** A name is gone. */
    public void forget(String name) {
        addresses.remove(name);
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            DatagramPacket question = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(question);
                byte[] answer = answer(buffer);
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException closed) {
                // the loop ends when the socket is closed; anything else was one bad question
            }
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = QUESTION;
        while (question[at] != 0) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
            at += question[at] + 1;
        }
        String address = addresses.get(name.toString());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(ANSWER_OF_NO_ERROR + (address == null ? NXDOMAIN : 0));
        out.writeShort(1);
        out.writeShort(address == null ? 0 : 1);
        out.writeInt(0);
        out.write(question, QUESTION, at + 5 - QUESTION);
        if (address != null) {
            out.writeShort(0xc00c);
            out.writeInt(0x00010001);
            out.writeInt(60);
            out.writeShort(4);
            out.write(InetAddress.getByName(address).getAddress());
        }
        return bytes.toByteArray();
    }
}
