package io.upkeep.backup.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A port that is free when it is chosen may be somebody's when the server starts. */
class ThrowAwayPostgresTest {

    @TempDir
    Path directory;

    @Test
    void a_port_that_somebody_took_meanwhile_is_left_to_him() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Deque<Integer> ports = new ArrayDeque<>(List.of(taken.getLocalPort(), 0));

            try (ThrowAwayPostgres postgres = ThrowAwayPostgres.start(directory, ports::remove);
                    Connection connection = postgres.place().connect()) {
                assertThat(connection.isValid(5)).isTrue();
                assertThat(postgres.place().port()).isNotEqualTo(taken.getLocalPort());
                assertThat(ports).as("both were tried").isEmpty();
            }
        }
    }

    @Test
    void nobody_else_may_log_in() throws IOException {
        try (ThrowAwayPostgres postgres = ThrowAwayPostgres.start(directory)) {
            Place own = postgres.place();
            Place other = new Place(own.host(), own.port(), own.database(), own.user(), "guessed");
            org.assertj.core.api.Assertions.assertThatThrownBy(other::connect)
                    .hasMessageContaining("password authentication failed");
        }
    }
}
