package io.upkeep.web;

import io.upkeep.window.Refusal;
import io.upkeep.window.WindowRefused;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What windows and freezes refuse, as problems like those of {@link Problems}. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class WindowProblems {

    @ExceptionHandler
    ProblemDetail refused(Refusal e) {
        return ProblemDetail.forStatusAndDetail(
                e.isMissing() ? HttpStatus.NOT_FOUND : HttpStatus.BAD_REQUEST, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail notNow(WindowRefused e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
    }
}
