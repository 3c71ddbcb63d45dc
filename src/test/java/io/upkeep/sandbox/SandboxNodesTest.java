package io.upkeep.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SandboxNodesTest {

    private static final Pattern PORT = Pattern.compile("--server\\.port=(\\d+) ");

    @Test
    void the_command_for_another_node_names_a_port_that_neither_this_node_nor_another_has() throws IOException {
        String first = port("8080");

        assertThat(port(first)).as("this node's own").isNotEqualTo(first);
        try (ServerSocket another = new ServerSocket(Integer.parseInt(first))) {
            assertThat(port("8080"))
                    .as("of a node that listens on %s", another.getLocalPort())
                    .isNotEqualTo(first);
        }
    }

    private static String port(String taken) {
        Matcher command = PORT.matcher(SandboxNodes.command(taken));
        assertThat(command.find()).isTrue();
        return command.group(1);
    }
}
