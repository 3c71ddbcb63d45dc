package io.upkeep.web;

import io.upkeep.approval.ApprovalRefused;
import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.run.Fenced;
import io.upkeep.run.IllegalTransition;
import io.upkeep.text.Causes;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns failures into RFC 9457 problems whose detail says what, the value, a correct example. Causes stay in the log. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    /** PostgreSQL's character_not_in_repertoire. */
    private static final String NO_TEXT = "22021";

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ProblemDetail refused(RefusedInputs e) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
        problem.setProperty("inputs", e.problems());
        return problem;
    }

    @ExceptionHandler({InvalidRequest.class, BadValue.class})
    ProblemDetail invalid(RuntimeException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail missing(NotFound e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, e.getMessage());
    }

    @ExceptionHandler({IllegalTransition.class, Fenced.class})
    ProblemDetail tooLate(RuntimeException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail refused(ApprovalRefused e) {
        HttpStatus status =
                switch (e.why()) {
                    case INVALID -> HttpStatus.BAD_REQUEST;
                    case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
                    case NOT_ASKED -> HttpStatus.NOT_FOUND;
                    case TOO_LATE -> HttpStatus.CONFLICT;
                };
        return ProblemDetail.forStatusAndDetail(status, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail busy(TooManyStreams e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notRunning(RoutesNotRunning e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage()));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ProblemDetail noDatabase(RuntimeException e) {
        boolean isNoText = Causes.find(e, SQLException.class)
                .filter(refused -> NO_TEXT.equals(refused.getSQLState()))
                .isPresent();
        if (isNoText) {
            return ProblemDetail.forStatusAndDetail(
                    HttpStatus.BAD_REQUEST, "a value holds a character that no text has, such as %00; leave it out");
        }
        return logged(HttpStatus.SERVICE_UNAVAILABLE, "Upkeep's database did not answer; try again in a moment", e);
    }

    /** A reader that went away is no failure of ours, and there is nobody to tell. */
    @Override
    protected ResponseEntity<Object> handleAsyncRequestNotUsableException(
            AsyncRequestNotUsableException e, WebRequest request) {
        LOG.debug("a reader left while it was being written to", e);
        return null;
    }

    @ExceptionHandler
    ProblemDetail unexpected(RuntimeException e) {
        return logged(HttpStatus.INTERNAL_SERVER_ERROR, "something went wrong inside Upkeep", e);
    }

    private static ProblemDetail logged(HttpStatus status, String what, RuntimeException e) {
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("request failed, reference {}", reference, e);
        return ProblemDetail.forStatusAndDetail(
                status, "%s (the log says more, under reference %s)".formatted(what, reference));
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status,
                (e.getCause() == null ? "the body is missing" : e.getMessage())
                        + example(request).map("; send for example "::concat).orElse(""));
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    /** What the endpoint that was asked would have taken. */
    private static Optional<String> example(WebRequest request) {
        return request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST)
                        instanceof HandlerMethod asked
                ? Stream.of(asked.getMethodParameters())
                        .filter(parameter -> parameter.hasParameterAnnotation(RequestBody.class))
                        .flatMap(body -> Stream.of(
                                Optional.ofNullable(body.getParameterAnnotation(Example.class)),
                                Optional.ofNullable(body.getParameterType().getAnnotation(Example.class))))
                        .flatMap(Optional::stream)
                        .map(Example::value)
                        .findFirst()
                : Optional.empty();
    }
}
