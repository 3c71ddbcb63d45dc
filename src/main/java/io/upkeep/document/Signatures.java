package io.upkeep.document;

import java.util.List;
import java.util.UUID;

/** Knows who approved a run; whoever keeps approvals answers. */
public interface Signatures {

    /** Each role that the run asked for with the person who said yes for it; empty when it asked nobody. */
    List<Document.Signature> of(UUID run);

    /** Who asked for the run, or for the run that asked for it, up to the first: {@code person:ada}. */
    String asker(UUID run);
}
