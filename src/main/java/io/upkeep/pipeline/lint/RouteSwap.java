package io.upkeep.pipeline.lint;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Replaces the routes of some files in a running Camel, and puts the old ones back when the new ones do not start. */
final class RouteSwap {

    private final CamelContext camel;
    private final Map<URI, Resource> running = new HashMap<>();

    /** Remembers the text of all routes that run now. */
    RouteSwap(CamelContext camel) throws IOException {
        this.camel = camel;
        for (org.apache.camel.Route route : camel.getRoutes()) {
            if (route.getSourceResource() != null) {
                remember(route.getSourceResource());
            }
        }
    }

    private void remember(Resource resource) throws IOException {
        try (InputStream text = resource.getInputStream()) {
            running.put(key(resource), ResourceHelper.fromBytes(resource.getLocation(), text.readAllBytes()));
        }
    }

    private static URI key(Resource resource) {
        return Path.of(resource.getLocation().replaceFirst("^file:(//)?", ""))
                .toAbsolutePath()
                .normalize()
                .toUri();
    }

    /** True while an exchange is in a pipeline that these files are a part of. */
    boolean isInUse(RouteFiles files, List<RouteFile> changed) {
        return files.pipelines()
                .map(pipeline -> files.reach(Stream.concat(Stream.of(pipeline), files.rollbackOf(pipeline).stream())
                        .toList()))
                .filter(parts -> parts.stream().anyMatch(part -> changed.contains(part.file())))
                .flatMap(Collection::stream)
                .anyMatch(part -> camel.getInflightRepository().size(part.id()) > 0);
    }

    /**
     * Stops the routes of these files, waiting for exchanges in them, and starts what the files say now.
     *
     * @throws Exception when the new routes do not start; the old ones run again then
     */
    void replace(List<RouteFile> changed) throws Exception {
        List<Resource> resources = new ArrayList<>();
        for (RouteFile file : changed) {
            resources.add(PluginHelper.getResourceLoader(camel).resolveResource("file:" + file.name()));
        }
        List<String> ids = changed.stream()
                .flatMap(file -> file.routes().stream())
                .map(Route::id)
                .toList();
        try {
            removeRenamed(resources, ids);
            PluginHelper.getRoutesLoader(camel).updateRoutes(resources);
        } catch (Exception e) {
            putBack(resources, ids);
            throw e;
        }
        for (Resource resource : resources) {
            remember(resource);
        }
    }

    /** Routes that the new text no longer has would run beside their successors. */
    private void removeRenamed(List<Resource> resources, List<String> ids) throws Exception {
        List<URI> keys = resources.stream().map(RouteSwap::key).toList();
        for (org.apache.camel.Route route : camel.getRoutes()) {
            Resource source = route.getSourceResource();
            if (source != null && keys.contains(key(source)) && !ids.contains(route.getRouteId())) {
                remove(route.getRouteId());
            }
        }
    }

    private void putBack(List<Resource> resources, List<String> ids) throws Exception {
        List<Resource> old = resources.stream()
                .map(RouteSwap::key)
                .filter(running::containsKey)
                .map(running::get)
                .toList();
        for (String id : ids) {
            remove(id);
        }
        PluginHelper.getRoutesLoader(camel).updateRoutes(old);
    }

    private void remove(String id) throws Exception {
        if (camel.getRoute(id) != null) {
            camel.getRouteController().stopRoute(id);
            camel.removeRoute(id);
        }
    }
}
