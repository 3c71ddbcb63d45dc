package io.upkeep.document;

import io.upkeep.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** What people sign: SHA-256 over everything that a document says. */
final class DocumentHash {

    private DocumentHash() {}

    /** In hexadecimal digits; every part stands behind its length, so that two documents never have the same bytes. */
    static String of(DocumentSource.Draft draft) {
        MessageDigest digest = Sha256.digest();
        String calendar = draft.calendar() == null ? "" : draft.calendar();
        for (String part : List.of("upkeep-document-1", draft.subject(), draft.title(), draft.markdown(), calendar)) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return Sha256.hex(digest);
    }
}
