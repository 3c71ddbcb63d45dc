package io.upkeep;

import io.upkeep.fleet.FleetComponent;
import io.upkeep.fleet.FleetLogs;
import io.upkeep.fleet.SshSettings;
import io.upkeep.target.Inventory;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the estate: what is maintained, and how its hosts are reached. A mistake in it stops the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EstateProperties.class, SshSettings.class})
class EstateConfiguration {

    @Bean
    Inventory inventory(EstateProperties estate) {
        return estate.inventory();
    }

    @Bean
    FleetComponent fleet(
            Inventory inventory,
            SshSettings ssh,
            @Value("${upkeep.routes.directory:./routes}") Path routes,
            ObjectProvider<FleetLogs> logs) {
        return new FleetComponent(inventory, ssh, routes, logs.getIfAvailable(() -> FleetLogs.NONE));
    }
}
