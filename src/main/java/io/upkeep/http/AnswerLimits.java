package io.upkeep.http;

import java.time.Duration;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;

/**
 * How much of an answer is read, and for how long. Whatever they are, an answer that is closed before its end takes its connection
 * with it: the HTTP client by itself reads on to the end first, which with a server that never comes to it is forever.
 *
 * @param bytes that a body may have
 * @param within how long after its head a body must have come; looked at after each read, which the response timeout bounds
 */
public record AnswerLimits(long bytes, Duration within) {

    /** The reader decides how much it takes. */
    public static final AnswerLimits NONE = new AnswerLimits(Long.MAX_VALUE, Duration.ofDays(1));

    /** Sets them for every answer that the client gets; a body beyond them is an {@code IOException} that tells which. */
    public void set(HttpClientBuilder client) {
        client.addExecInterceptorFirst("answer-limits", (request, scope, chain) -> {
            ClassicHttpResponse answer = chain.proceed(request, scope);
            limit(answer, scope);
            return answer;
        });
    }

    private void limit(ClassicHttpResponse answer, ExecChain.Scope scope) {
        if (answer.getEntity() != null) {
            answer.setEntity(new LimitedBody(answer.getEntity(), this, scope.execRuntime::discardEndpoint));
        }
    }
}
