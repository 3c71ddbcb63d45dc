package io.upkeep.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SandboxNodesTest {

    private static final Pattern PORT = Pattern.compile("--server\\.port=(\\d+) ");

    @Test
    void the_command_for_another_node_names_a_port_that_this_node_does_not_have() {
        String first = port("8080");

        assertThat(port(first)).isNotEqualTo(first);
    }

    @Test
    void the_command_for_another_node_names_a_port_that_nobody_listens_on() throws IOException {
        try (ServerSocket another = listensWhereTheNextNodeWould()) {
            assertThat(port("8080"))
                    .as("of a node that listens on %s", another.getLocalPort())
                    .isNotEqualTo(String.valueOf(another.getLocalPort()));
        }
    }

    /** Whoever else takes ports here may take the named one first: then another is named. */
    private static ServerSocket listensWhereTheNextNodeWould() throws IOException {
        BindException taken = null;
        for (int tries = 0; tries < 20; tries++) {
            try {
                return new ServerSocket(Integer.parseInt(port("8080")));
            } catch (BindException meanwhile) {
                taken = meanwhile;
            }
        }
        throw new AssertionError("each port was taken as soon as it was named", taken);
    }

    private static String port(String taken) {
        Matcher command = PORT.matcher(SandboxNodes.command(taken));
        assertThat(command.find()).isTrue();
        return command.group(1);
    }
}
