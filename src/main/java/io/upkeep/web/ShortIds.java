package io.upkeep.web;

import io.upkeep.text.IdBeginning;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets people write the {@linkplain IdBeginning beginning of an id} wherever a path has the whole one; what reads the path gets the
 * whole one. A beginning of none is not found, one of several is refused with those it may mean.
 */
@Component
class ShortIds implements HandlerInterceptor, WebMvcConfigurer {

    private static final int MOST_TOLD = 3;

    /** What the first variable of a path names, by what comes before it: {@code /api/runs/{id}/log}. */
    private static final Map<String, Identified> PATHS = Map.ofEntries(
            Map.entry("/api/runs/", Identified.RUN),
            Map.entry("/api/break-glass/", Identified.RUN),
            Map.entry("/api/updates/", Identified.RUN),
            Map.entry("/api/backups/", Identified.BACKUP),
            Map.entry("/api/incidents/", Identified.INCIDENT),
            Map.entry("/api/windows/", Identified.WINDOW),
            Map.entry("/api/freezes/", Identified.FREEZE),
            Map.entry("/api/findings/", Identified.FINDING),
            Map.entry("/api/reports/", Identified.REPORT),
            Map.entry("/api/reviews/", Identified.REVIEW),
            Map.entry("/api/documents/", Identified.DOCUMENT));

    /** Ids that lie between two, both included, the lowest first. */
    @FunctionalInterface
    interface Known {
        List<UUID> between(Identified kind, UUID lowest, UUID highest, int most);
    }

    private final Known known;

    ShortIds(Known known) {
        this.known = known;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern
                && request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> path) {
            Map<Object, Object> whole = new HashMap<>(path);
            kind(pattern)
                    .ifPresent(kind ->
                            whole.computeIfPresent(variable(pattern), (name, text) -> whole(kind, text.toString())));
            request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, whole);
        }
        return true;
    }

    /** Nothing where the path names none of these. */
    static Optional<Identified> kind(String pattern) {
        int variable = pattern.indexOf('{');
        return variable < 0 ? Optional.empty() : Optional.ofNullable(PATHS.get(pattern.substring(0, variable)));
    }

    private static String variable(String pattern) {
        return pattern.substring(pattern.indexOf('{') + 1, pattern.indexOf('}'));
    }

    /**
     * The id that is meant; what cannot be the beginning of one stays as it is.
     *
     * @throws NotFound when none begins like this
     * @throws BadValue when several do
     */
    String whole(Identified kind, String text) {
        Optional<IdBeginning> written = IdBeginning.of(text).filter(id -> !id.isWhole());
        if (written.isEmpty()) {
            return text;
        }
        String beginning = written.get().text();
        List<UUID> meant =
                known.between(kind, written.get().lowest(), written.get().highest(), MOST_TOLD + 1);
        if (meant.isEmpty()) {
            throw new NotFound(
                    "no %s has an id that begins with '%s'; %s".formatted(kind.word(), beginning, kind.listed()));
        }
        if (meant.size() > 1) {
            throw new BadValue("'%s' is the beginning of more than one %s: %s%s; write more of it"
                    .formatted(
                            beginning,
                            kind.word(),
                            meant.stream().limit(MOST_TOLD).map(UUID::toString).collect(Collectors.joining(", ")),
                            meant.size() > MOST_TOLD ? ", …" : ""));
        }
        return meant.get(0).toString();
    }
}
