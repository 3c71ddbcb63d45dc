package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class NodeAddressTest {

    @Test
    void is_what_the_server_listens_on() throws Exception {
        assertThat(NodeAddress.of(address(127, 0, 0, 1), false, 8080)).isEqualTo("http://127.0.0.1:8080/");
        assertThat(NodeAddress.of(address(192, 0, 2, 7), true, 8443)).isEqualTo("https://192.0.2.7:8443/");
        assertThat(NodeAddress.of(address(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), false, 8080))
                .isEqualTo("http://[2001:db8:0:0:0:0:0:1]:8080/");
    }

    @Test
    void is_the_machines_name_when_the_server_listens_everywhere() throws Exception {
        String machine = InetAddress.getLocalHost().getCanonicalHostName();

        assertThat(NodeAddress.of(null, false, 8080)).isEqualTo("http://" + machine + ":8080/");
        assertThat(NodeAddress.of(address(0, 0, 0, 0), false, 8080)).isEqualTo("http://" + machine + ":8080/");
    }

    private static InetAddress address(int... bytes) throws UnknownHostException {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        return InetAddress.getByAddress(raw);
    }
}
