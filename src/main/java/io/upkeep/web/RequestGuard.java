package io.upkeep.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps other web sites from using a person's browser as the way in: only known host names (a site can point its own
 * name here), no requests to the API from other sites, changes only as JSON of bounded size (no form can send that).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class RequestGuard extends OncePerRequestFilter {

    private static final int LARGEST_BODY = 64 * 1024;
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final Set<String> hosts;
    private final ObjectMapper json;

    RequestGuard(WebSettings settings, ObjectMapper json) {
        this.hosts = Stream.concat(Stream.of("localhost", "127.0.0.1", "[::1]"), settings.allowedHosts().stream())
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<ProblemDetail> refusal = refuse(request);
        if (refusal.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(refusal.get().getStatus());
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        json.writeValue(response.getOutputStream(), refusal.get());
    }

    private Optional<ProblemDetail> refuse(HttpServletRequest request) {
        if (!hosts.contains(hostName(request.getHeader("Host")))) {
            return problem(
                    HttpStatusCode.valueOf(421),
                    "this host name is not one of Upkeep's; use http://localhost, or add the name to upkeep.web.allowed-hosts in application.yaml");
        }
        boolean reading = READING.contains(request.getMethod());
        if ((!reading || request.getRequestURI().startsWith("/api/")) && isFromElsewhere(request)) {
            return problem(HttpStatus.FORBIDDEN, "requests from other web sites are refused; use Upkeep's own page");
        }
        return reading ? Optional.empty() : refuseBody(request);
    }

    private static Optional<ProblemDetail> refuseBody(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            return problem(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "send JSON, with the header Content-Type: application/json");
        }
        if (request.getContentLengthLong() < 0) {
            return problem(HttpStatus.LENGTH_REQUIRED, "send the body in one piece, with a Content-Length");
        }
        if (request.getContentLengthLong() > LARGEST_BODY) {
            return problem(HttpStatus.PAYLOAD_TOO_LARGE, "the body may have 64 KiB at most");
        }
        return Optional.empty();
    }

    /** Browsers say where a request comes from and let no page change that; programs say nothing. */
    private static boolean isFromElsewhere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !OWN_SITE.contains(site)) {
            return true;
        }
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        int authority = origin.indexOf("://");
        return authority < 0 || !origin.substring(authority + 3).equalsIgnoreCase(request.getHeader("Host"));
    }

    private static String hostName(String host) {
        if (host == null) {
            return "";
        }
        int port = host.lastIndexOf(':');
        String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    private static Optional<ProblemDetail> problem(HttpStatusCode status, String detail) {
        return Optional.of(ProblemDetail.forStatusAndDetail(status, detail));
    }
}
