package io.upkeep.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What people sign: SHA-256 over everything that a document says. */
final class DocumentHash {

    private DocumentHash() {}

    /** In hexadecimal digits; every part stands behind its length, so that two documents never have the same bytes. */
    static String of(DocumentSource.Draft draft) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String calendar = draft.calendar() == null ? "" : draft.calendar();
            for (String part :
                    List.of("upkeep-document-1", draft.subject(), draft.title(), draft.markdown(), calendar)) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
