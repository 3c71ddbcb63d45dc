package io.upkeep.notice;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Addresses of Upkeep's own pages for notices, below {@code upkeep.web.url}. */
@Component
public class WebLinks {

    private final String url;

    WebLinks(@Value("${upkeep.web.url:http://localhost:${server.port:8080}}") String url) {
        this.url = url.replaceAll("/+$", "");
    }

    /** The page that everything begins at. */
    public String start() {
        return to("/#/");
    }

    /** The page of a run. */
    public String run(Object id) {
        return to("/#/runs/" + id);
    }

    /** What is at a path that begins with a slash. */
    public String to(String path) {
        return url + path;
    }
}
