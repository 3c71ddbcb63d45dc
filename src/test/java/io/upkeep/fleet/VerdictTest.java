package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    @ParameterizedTest(name = "{0}, said {1}, sent {2}, late {3}: {4}")
    @CsvSource({
        "EXIT,,              true,  false, Fails EXIT",
        "EXIT, busy deploy,  true,  false, Again",
        "EXIT, busy deploy,  true,  true,  Fails BUSY",
        "EXIT, stale 4,      true,  false, Fails STALE",
        "EXIT, missing flock,true,  false, Fails NOT_PREPARED",
        "EXIT, unwritable /x,true,  false, Fails NOT_PREPARED",
        "EXIT, foreign /x,   true,  false, Fails NOT_PREPARED",
        "EXIT, cut 12,       true,  false, Fails INPUT_UNREADABLE",
        "EXIT, unkept 0,     true,  false, Fails OUTPUT_NOT_STORED",
        "EXIT, rebooted,     true,  false, Unknown",
        "EXIT, gone,         true,  false, Unknown",
        "EXIT, lost,         true,  false, Unknown",
        "EXIT, nonsense,     true,  false, Unknown",
        "CONNECTION_LOST,,   true,  false, Again",
        "CONNECTION_LOST,,   true,  true,  Unknown",
        "NO_EXIT_STATUS,,    true,  false, Again",
        "SIGNAL,,            true,  false, Again",
        "UNREACHABLE,,       false, false, Fails UNREACHABLE",
        "UNREACHABLE,,       true,  false, Again",
        "UNREACHABLE,,       true,  true,  Unknown",
        "HOST_KEY_CHANGED,,  false, false, Fails HOST_KEY_CHANGED",
        "HOST_KEY_CHANGED,,  true,  false, Unknown",
        "TIMEOUT,,           false, true,  Fails TIMEOUT",
        "TIMEOUT,,           true,  true,  EndsFirst TIMEOUT",
        "OUTPUT_TOO_LARGE,,  true,  false, EndsFirst OUTPUT_TOO_LARGE",
        "OUTPUT_NOT_TEXT,,   true,  false, Fails OUTPUT_NOT_TEXT",
    })
    void a_fault_of_recorded_work_means(FaultKind kind, String said, boolean sent, boolean late, String expected) {
        Optional<ControlLines.Word> word = Optional.ofNullable(said)
                .map(text -> text.split(" "))
                .map(parts -> new ControlLines.Word(parts[0], parts.length > 1 ? parts[1] : ""));

        Verdict verdict = Verdict.of(new HostFault(kind, "what", "next"), word, sent, late);

        assertThat(words(verdict)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}, late {1}: {2}")
    @CsvSource({
        "UNREACHABLE,      false, Again",
        "UNREACHABLE,      true,  Fails BUSY",
        "CONNECTION_LOST,  true,  Fails BUSY",
        "TIMEOUT,          true,  Fails BUSY",
        "HOST_KEY_CHANGED, false, Fails HOST_KEY_CHANGED",
    })
    void a_fault_before_the_host_got_anything_means_after_it_was_busy(FaultKind kind, boolean late, String expected) {
        HostFault busy = Verdict.busy(
                        new HostFault(FaultKind.EXIT, "what", "next"),
                        Optional.of(new ControlLines.Word("busy", "deploy")))
                .orElseThrow();

        Verdict verdict = Verdict.afterBusy(new HostFault(kind, "what", "next"), busy, late);

        assertThat(words(verdict)).isEqualTo(expected);
    }

    private static String words(Verdict verdict) {
        String name = verdict.getClass().getSimpleName();
        if (verdict instanceof Verdict.Fails fails) {
            return name + " " + fails.fault().kind();
        }
        return verdict instanceof Verdict.EndsFirst first
                ? name + " " + first.fault().kind()
                : name;
    }
}
