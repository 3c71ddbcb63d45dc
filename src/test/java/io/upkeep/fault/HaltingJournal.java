package io.upkeep.fault;

import io.upkeep.fault.Boundary.Moment;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunWrite;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepRecord;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Added to the Upkeep that is going to be killed: stands still at one boundary ({@code fault.halt-at}), says so on
 * standard output and waits for its death. Not found by scanning: it has no stereotype.
 */
class HaltingJournal {

    static final String HALTED = "@@halted at ";
    static final String HALT_AT = "fault.halt-at";
    static final String VERSION = "fault.version";
    static final String REQUEST = "deploy-once";

    HaltingJournal() {
        UpkeepProcess.dieWithTheTest(line -> {});
    }

    /** Asks for the same run at each start: a repeat gets the run of the first request. */
    @Bean
    ApplicationRunner request(Runs runs, @Value("${fault.version}") String version) {
        Map<String, String> parameters = Map.of("version", version, "environment", "production");
        return arguments -> runs.request(new RunRequest("deploy-configuration", parameters, "test", REQUEST));
    }

    @Bean
    static BeanPostProcessor aroundJournal(Environment environment) {
        String haltAt = environment.getProperty(HALT_AT, "");
        return JournalHalt.around(new JournalHalt.Around() {
            @Override
            public void before(String method, Object what) {
                halt(what, StepRecord.State.FINISHED, Moment.WORK_DONE);
            }

            @Override
            public void after(String method, Object what) {
                halt(what, StepRecord.State.STARTED, Moment.INTENT_COMMITTED);
                halt(what, StepRecord.State.FINISHED, Moment.OUTCOME_COMMITTED);
            }

            private void halt(Object what, StepRecord.State state, Moment moment) {
                if (what instanceof RunWrite write) {
                    write.steps().stream()
                            .filter(step -> step.state() == state)
                            .forEach(step -> haltIf(haltAt, step.key(), moment));
                }
            }
        });
    }

    private static void haltIf(String boundary, StepKey step, Moment moment) {
        String here = new Boundary(step.phase(), step.toString(), moment).toString();
        if (!here.equals(boundary)) {
            return;
        }
        System.out.println(HALTED + here);
        JournalHalt.standStill();
    }
}
