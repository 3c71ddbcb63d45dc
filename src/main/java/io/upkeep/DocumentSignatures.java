package io.upkeep;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.approval.ApprovalRequest;
import io.upkeep.document.Document.Signature;
import io.upkeep.document.Signatures;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Takes the signatures under a document from the approval of the run that asked people for them. */
@Component
class DocumentSignatures implements Signatures {

    private final ApprovalDesk desk;
    private final RunJournal journal;

    DocumentSignatures(ApprovalDesk desk, RunJournal journal) {
        this.desk = desk;
        this.journal = journal;
    }

    @Override
    public List<Signature> of(UUID run) {
        return desk.find(run).stream()
                .flatMap(request -> desk.asked(request).stream()
                        .filter(asked -> asked.yes() != null)
                        .map(asked -> new Signature(asked.role(), asked.yes(), at(request, asked.yes()))))
                .toList();
    }

    private static Instant at(ApprovalRequest request, String person) {
        return request.answers().stream()
                .filter(answer -> answer.yes() && answer.person().equals(person) && answer.voidReason() == null)
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .at();
    }

    @Override
    public String asker(UUID id) {
        Optional<Run> run = journal.find(id);
        while (run.isPresent() && run.get().parent() != null) {
            run = journal.find(run.get().parent());
        }
        return run.map(Run::requestedBy).orElse("unknown");
    }
}
