package io.upkeep.pipeline;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;

/** The start of a pipeline's route: enters the pipeline in the catalog while the route runs. */
class PipelineConsumer extends DefaultConsumer {

    private final PipelineCatalog catalog;
    private volatile Pipeline pipeline;

    PipelineConsumer(MaintenanceEndpoint endpoint, Processor processor, PipelineCatalog catalog) {
        super(endpoint, processor);
        this.catalog = catalog;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    @Override
    public MaintenanceEndpoint getEndpoint() {
        return (MaintenanceEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        pipeline = describe();
        catalog.add(this);
    }

    /** A route that this one calls was replaced: its text is another one. */
    void readAgain() {
        pipeline = describe();
    }

    @Override
    protected void doStop() throws Exception {
        catalog.remove(this);
        super.doStop();
    }

    /** Whether its files, scripts included, still are those that were loaded: what runs is what was. */
    boolean isAsLoaded() {
        return hash(rollbackRoute(camel(), getEndpoint())).equals(pipeline.hash());
    }

    private ModelCamelContext camel() {
        return (ModelCamelContext) getEndpoint().getCamelContext();
    }

    private RouteDefinition route() {
        return camel().getRouteDefinition(getRoute().getRouteId());
    }

    private String hash(RouteDefinition rollback) {
        return RouteText.of(camel(), route(), rollback).sha256();
    }

    private Pipeline describe() {
        MaintenanceEndpoint options = getEndpoint();
        DeclaredOptions declared = options.declared();
        RouteDefinition route = route();
        RouteDefinition rollback = rollbackRoute(camel(), options);
        return new Pipeline(
                options.getName(),
                route.getDescriptionText() == null ? "" : route.getDescriptionText(),
                declared.inputs().among(hosts(camel()), versions(camel())),
                declared.targets(),
                declared.impact(),
                options.getOwner(),
                Lists.names(options.getStakeholders()),
                declared.timeout(),
                options.getRollback(),
                declared.interrupted(),
                declared.concurrency(),
                declared.governance(),
                declared.stepRules(),
                !route.getOutputs().isEmpty() && route.getOutputs().get(0) instanceof StepDefinition,
                StepPaths.of(route),
                rollback == null ? List.of() : StepPaths.of(rollback),
                StepBranches.of(rollback == null ? List.of(route) : List.of(route, rollback)),
                hash(rollback),
                route.getResource() == null ? "code" : route.getResource().getLocation());
    }

    private static List<String> hosts(CamelContext camel) {
        Inventory inventory = CamelContextHelper.findSingleByType(camel, Inventory.class);
        return inventory == null
                ? List.of()
                : inventory.all().stream()
                        .filter(target -> target.kind() == TargetKind.HOST)
                        .map(Target::name)
                        .toList();
    }

    private static KnownVersions versions(CamelContext camel) {
        KnownVersions known = CamelContextHelper.findSingleByType(camel, KnownVersions.class);
        return known == null ? version -> Optional.empty() : known;
    }

    private static RouteDefinition rollbackRoute(ModelCamelContext camel, MaintenanceEndpoint options) {
        if (options.getRollback() == null) {
            return null;
        }
        return camel.getRouteDefinitions().stream()
                .filter(route -> route.getInput().getEndpointUri().equals(options.getRollback()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "maintenance:%s: rollback '%s': no route starts there; add one with `from: {uri: %s}` to the same file"
                                .formatted(options.getName(), options.getRollback(), options.getRollback())));
    }
}
