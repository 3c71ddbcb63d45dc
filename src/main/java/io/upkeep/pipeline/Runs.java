package io.upkeep.pipeline;

import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunTrigger;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** The one way in: requests for runs, and people's decisions on runs that ask for one. */
@Service
public class Runs {

    private final PipelineCatalog catalog;
    private final RunJournal journal;
    private final RunRecorder recorder;
    private final ObjectProvider<Dispatcher> dispatcher;

    Runs(PipelineCatalog catalog, RunJournal journal, RunRecorder recorder, ObjectProvider<Dispatcher> dispatcher) {
        this.catalog = catalog;
        this.journal = journal;
        this.recorder = recorder;
        this.dispatcher = dispatcher;
    }

    /**
     * Accepts a run: it is committed when this returns, and will finish or ask for a person. A repeated request id gets
     * the run it got the first time.
     *
     * @throws InvalidRequest when the pipeline is unknown or a parameter is wrong
     */
    public Run request(RunRequest request) {
        Pipeline pipeline = catalog.find(request.pipeline())
                .orElseThrow(() -> new InvalidRequest("no pipeline is called '%s'; there are: %s"
                        .formatted(
                                Shown.of(String.valueOf(request.pipeline())),
                                String.join(
                                        ", ",
                                        catalog.all().stream()
                                                .map(Pipeline::name)
                                                .toList()))));
        Map<String, String> parameters = pipeline.inputs().complete(pipeline.name(), request.parameters());
        Run run = recorder.accept(
                new RunRequest(pipeline.name(), parameters, request.requestedBy(), request.requestId()));
        wake();
        return run;
    }

    /** Goes on with a run that asks for a person: in its pipeline, or in its rollback route where that had begun. */
    public Run resume(UUID id, String person) {
        Run run = find(id);
        boolean undoing = journal.steps(id).stream().anyMatch(step -> step.key().phase() == Phase.ROLLBACK);
        RunTrigger trigger = undoing && run.state() == io.upkeep.run.RunState.NEEDS_ATTENTION
                ? RunTrigger.ROLL_BACK
                : RunTrigger.RESUME;
        return decide(run, trigger, "run.resumed", "resumed by " + person);
    }

    /** Sends a run that asks for a person to its rollback route. */
    public Run rollBack(UUID id, String person) {
        Run run = find(id);
        if (catalog.find(run.pipeline()).map(Pipeline::rollback).isEmpty()) {
            throw new InvalidRequest("%s has no rollback route; resume the run or cancel it".formatted(run.pipeline()));
        }
        return decide(run, RunTrigger.ROLL_BACK, "run.failed", "rollback asked for by " + person);
    }

    /** Ends a run that has not started or asks for a person; what it did stays done. */
    public Run cancel(UUID id, String person) {
        return decide(find(id), RunTrigger.CANCEL, "run.cancelled", "cancelled by " + person);
    }

    /** The person accepts the route as it is now: the run is pinned to today's text. */
    private Run decide(Run run, RunTrigger trigger, String what, String reason) {
        String hash = catalog.find(run.pipeline()).map(Pipeline::hash).orElse(null);
        Run decided = recorder.decide(run.id(), trigger, new Change(hash, null, null, reason), what);
        wake();
        return decided;
    }

    private Run find(UUID id) {
        return journal.find(id).orElseThrow(() -> new InvalidRequest("no run has the id " + id));
    }

    private void wake() {
        dispatcher.ifAvailable(Dispatcher::wake);
    }
}
