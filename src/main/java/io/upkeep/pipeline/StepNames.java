package io.upkeep.pipeline;

import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.CamelContextCustomizer;
import org.springframework.stereotype.Component;

/**
 * Lets two routes both have a step {@code verify}: Camel wants ids that are unique over all routes, so each route's ids
 * get the route's own as a hidden prefix. The journal uses the ids as they are written.
 */
@Component
class StepNames implements CamelContextCustomizer, ModelLifecycleStrategy {

    @Override
    public void configure(CamelContext context) {
        ((ModelCamelContext) context).addModelLifecycleStrategy(this);
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        if (route.getNodePrefixId() == null && route.getRouteId() != null) {
            route.setNodePrefixId(route.getRouteId() + "/");
        }
    }

    @Override
    public void onRemoveRouteDefinition(RouteDefinition route) {
        // nothing was kept
    }

    @Override
    public void onAddRouteTemplateDefinition(RouteTemplateDefinition template) {
        // a kamelet's ids get their own prefix from Camel
    }

    @Override
    public void onRemoveRouteTemplateDefinition(RouteTemplateDefinition template) {
        // nothing was kept
    }
}
