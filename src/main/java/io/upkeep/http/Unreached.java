package io.upkeep.http;

import io.upkeep.text.Causes;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Why a server gave no answer, in words that follow its name. */
public final class Unreached {

    private static final Map<Class<? extends Throwable>, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put(UnknownHostException.class, "its name has no address in DNS");
        WORDS.put(NoRouteToHostException.class, "there is no way to it in the network");
        // a connection that is not accepted in time is a timeout to some, and a failed connection to others
        WORDS.put(SocketTimeoutException.class, "it did not answer in time");
        WORDS.put(ConnectException.class, "it refused the connection");
        WORDS.put(SSLException.class, "its certificate or TLS version is not accepted");
        WORDS.put(SocketException.class, "the connection broke");
        WORDS.put(NoHttpResponseException.class, "it closed the connection without an answer");
        WORDS.put(ConnectionClosedException.class, "it closed the connection before the answer's end");
    }

    private Unreached() {}

    /** Such as {@code it refused the connection}; empty for what has another reason than the network, as an answer that is no JSON. */
    public static Optional<String> why(Throwable failure) {
        return WORDS.entrySet().stream()
                .filter(known -> Causes.of(failure).anyMatch(known.getKey()::isInstance))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
