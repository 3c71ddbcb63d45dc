package io.upkeep.fleet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How hosts are reached ({@code upkeep.ssh.*}).
 *
 * @param knownHosts file with the pinned host keys, in OpenSSH's {@code known_hosts} format; read at every connection
 * @param privateKey file with the key that Upkeep logs in with, in OpenSSH or PEM format, without a passphrase
 * @param certificate file with the OpenSSH certificate of that key; default: the key's file with {@code -cert.pub} at its
 *     end, where there is one; read at every login
 * @param connectTimeout longest wait for the TCP connection; default 10 s
 * @param authTimeout longest wait for key exchange and login; default 30 s
 * @param idleTimeout how long an unused session is kept for the next exchange; default 2 min
 * @param heartbeat how often a host is asked for a sign of life while a script runs; after three that were not answered the
 *     connection counts as broken; default 15 s
 * @param lostTimeout how long a host is looked for that was lost while a step's script ran there; afterwards it is told as
 *     UNKNOWN instead of waiting for the rest of the step's timeout; default 10 min
 * @param stateDirectory where hosts keep what they know of scripts that steps have started, below the login user's home
 *     or absolute; default {@code .upkeep}
 */
@ConfigurationProperties("upkeep.ssh")
public record SshSettings(
        Path knownHosts,
        Path privateKey,
        Path certificate,
        Duration connectTimeout,
        Duration authTimeout,
        Duration idleTimeout,
        Duration heartbeat,
        Duration lostTimeout,
        String stateDirectory) {

    public SshSettings {
        connectTimeout = Objects.requireNonNullElse(connectTimeout, Duration.ofSeconds(10));
        authTimeout = Objects.requireNonNullElse(authTimeout, Duration.ofSeconds(30));
        idleTimeout = Objects.requireNonNullElse(idleTimeout, Duration.ofMinutes(2));
        heartbeat = Objects.requireNonNullElse(heartbeat, Duration.ofSeconds(15));
        lostTimeout = Objects.requireNonNullElse(lostTimeout, Duration.ofMinutes(10));
        stateDirectory = Objects.requireNonNullElse(stateDirectory, ".upkeep");
    }
}
