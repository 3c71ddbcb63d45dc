package io.upkeep.probe;

import io.upkeep.http.AnswerLimits;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.springframework.stereotype.Component;

/**
 * Lets camel-http tell when the server's certificate expires, which the answer itself does not: as a header of the message. And
 * lets it ask once: a 503 that a second try would hide is what a probe is for. And lets an answer end: one that goes on for ever, or
 * comes byte by byte, would never be judged.
 */
@Component("serverCertificates")
public class ServerCertificates implements HttpClientConfigurer {

    /** The header: milliseconds since 1970. */
    static final String EXPIRES = "UpkeepCertificateExpires";

    /** Its first bytes are enough for the conditions; what a server sends beyond them is nobody's. */
    private static final AnswerLimits LIMITS = new AnswerLimits(Long.MAX_VALUE, Duration.ofSeconds(5));

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries();
        LIMITS.set(client);
        client.addResponseInterceptorFirst((response, entity, context) -> note(response, context));
    }

    private static void note(HttpResponse response, HttpContext context) {
        // what the server itself says under this name is not true
        response.removeHeaders(EXPIRES);
        SSLSession session = HttpCoreContext.cast(context).getSSLSession();
        if (session == null) {
            return;
        }
        try {
            X509Certificate own = (X509Certificate) session.getPeerCertificates()[0];
            response.addHeader(EXPIRES, own.getNotAfter().toInstant().toEpochMilli());
        } catch (SSLPeerUnverifiedException anonymous) {
            // a connection without a certificate has none that could expire
            response.removeHeaders(EXPIRES);
        }
    }
}
