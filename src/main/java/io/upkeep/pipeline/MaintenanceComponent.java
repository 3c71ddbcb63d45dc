package io.upkeep.pipeline;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.stereotype.Component;

/**
 * The {@code maintenance:} component. As a consumer it declares a pipeline; as a producer it requests a run of one and
 * answers with the run's id.
 */
@Component("maintenance-component")
public class MaintenanceComponent extends DefaultComponent {

    private final PipelineCatalog catalog;
    private final Runs runs;

    MaintenanceComponent(PipelineCatalog catalog, Runs runs) {
        this.catalog = catalog;
        this.runs = runs;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) throws Exception {
        MaintenanceEndpoint endpoint = new MaintenanceEndpoint(uri, this, name, catalog, runs);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
