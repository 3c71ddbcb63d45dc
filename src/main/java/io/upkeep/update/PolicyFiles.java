package io.upkeep.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The files that make up the estate's security policy, below {@code upkeep.security-policies.directory} as they lie
 * below {@code /} on a host: {@code etc/ssh/sshd_config.d/50-policy.conf}. Routes see them as the bean {@code policyFiles}.
 */
@Component("policyFiles")
public class PolicyFiles {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyFiles.class);
    private static final int MOST_BYTES = 256 * 1024;
    private static final String SHAPE = "etc/[A-Za-z0-9][A-Za-z0-9._/-]{0,200}";

    private final Path directory;

    PolicyFiles(@Value("${upkeep.security-policies.directory:./security-policies}") Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        if (Files.isDirectory(this.directory)) {
            // nobody knows which state of a directory without versions a host was given, so a difference would say
            // nothing
            LOG.warn(
                    "Updates put the files of {} in place (upkeep.security-policies.directory), but find-configuration-drift does"
                            + " not compare hosts with them. To have that, keep them in <version>/<environment>-security below"
                            + " upkeep.configuration.directory and run deploy-security-configuration",
                    this.directory);
        }
    }

    /**
     * All files, for a script that reads lines: {@code @@file <path>}, then each line of the file behind a bar. Empty when
     * there is no policy.
     *
     * @throws UpdateRefused naming a file that is not text below etc/
     */
    public String lines() {
        if (!Files.isDirectory(directory)) {
            return "";
        }
        Map<String, String> contents = new LinkedHashMap<>();
        for (Path file : files()) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new UpdateRefused(file + " is not a plain file (upkeep.security-policies.directory)");
            }
            contents.put(directory.relativize(file).toString(), read(file));
        }
        return linesOf(contents, List.of());
    }

    /**
     * The same for files that come from elsewhere, such as a configuration version; behind them {@code @@gone <path>} for each
     * that is to be there no longer.
     *
     * @param contents text by path
     * @param before the paths of what was put in place before
     * @throws UpdateRefused naming a path that is not below etc/
     */
    public String linesOf(Map<String, String> contents, List<String> before) {
        StringBuilder text = new StringBuilder();
        contents.forEach((name, content) -> {
            text.append("@@file ").append(checked(name)).append('\n');
            content.lines().forEach(line -> text.append('|').append(line).append('\n'));
        });
        before.stream()
                .filter(name -> !contents.containsKey(name))
                .forEach(name -> text.append("@@gone ").append(checked(name)).append('\n'));
        if (text.length() > MOST_BYTES) {
            throw new UpdateRefused("these security policies are more than 256 KiB; a policy is small");
        }
        return text.toString();
    }

    private static String checked(String name) {
        if (!name.matches(SHAPE) || name.contains("..")) {
            throw new UpdateRefused(
                    "%s is not a plain file below etc/ with a plain name; write etc/ssh/sshd_config.d/50-policy.conf"
                            .formatted(name.replaceAll("[^ -~]", "?")));
        }
        return name;
    }

    private List<Path> files() {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be read (upkeep.security-policies.directory)", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UpdateRefused(file + " is no text: " + e.getMessage(), e);
        }
    }
}
