package io.upkeep.probe;

import java.security.cert.X509Certificate;
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
 * lets it ask once: a 503 that a second try would hide is what a probe is for.
 */
@Component("serverCertificates")
public class ServerCertificates implements HttpClientConfigurer {

    /** The header: milliseconds since 1970. */
    static final String EXPIRES = "UpkeepCertificateExpires";

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries();
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
