package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The real {@code ./upkeep} in a process of its own, against the running server. */
class UpkeepScriptTest extends RunningUpkeep {

    private record Ended(int exit, String output) {}

    @Test
    void follows_a_good_run_to_its_end() throws Exception {
        Ended ended = upkeep("run", "greet", "version=1.1.0", "--follow");

        assertThat(ended.output()).containsSubsequence("prepare", "speak", "leave", "SUCCEEDED");
        assertThat(ended.exit()).isZero();
    }

    @Test
    void exits_1_when_the_run_was_rolled_back() throws Exception {
        gate.failAt("leave", "the door is stuck");

        Ended ended = upkeep("run", "greet", "version=1.1.0", "--follow");

        assertThat(ended.output())
                .containsSubsequence("speak", "leave", "the door is stuck", "undo-speak", "ROLLED_BACK");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void exits_2_with_the_servers_own_words() throws Exception {
        Ended ended = upkeep("run", "greet");

        assertThat(ended.output()).contains("input 'version' is required");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void a_release_that_there_is_not_is_refused_with_those_there_are() throws Exception {
        for (String verb : List.of("run", "plan")) {
            Ended ended = upkeep(verb, "update-system", "type=feature", "version=1.1.9");

            assertThat(ended.output())
                    .contains("there is no release '1.1.9' in ")
                    .contains("there are: 1.1.0, 1.2.0; write for example version=1.2.0");
            assertThat(ended.exit()).isEqualTo(2);
        }
        assertThat(upkeep("run", "update-system", "type=feature", "version=1.1.0", "--follow")
                        .exit())
                .isZero();
    }

    private Ended upkeep(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Path.of("upkeep").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("UPKEEP_SERVER", "http://localhost:" + port);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }
}
