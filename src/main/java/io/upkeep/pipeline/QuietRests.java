package io.upkeep.pipeline;

import org.apache.camel.builder.RouteConfigurationBuilder;
import org.springframework.stereotype.Component;

/**
 * What lets a run rest in the middle of its route, such as a child run that it waits for, is no failure: Camel tries nothing
 * again because of it, and logs no error.
 */
@Component
class QuietRests extends RouteConfigurationBuilder {

    @Override
    public void configuration() {
        routeConfiguration()
                .onException(
                        Parked.class,
                        LeftBehind.class,
                        CutOff.class,
                        JournalUnavailable.class,
                        StoppedByPerson.class,
                        WaitsForChild.class,
                        HeldBack.class)
                .maximumRedeliveries(0)
                .logExhausted(false);
    }
}
