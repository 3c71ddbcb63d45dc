package io.upkeep.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class ObservationsTest {

    private final Observations observations =
            new Observations(new ObjectMapper().registerModule(new JavaTimeModule()), Clock.systemUTC());

    private static Exchange caught(Exception failure) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        return exchange;
    }

    @Test
    void what_did_not_answer_is_down_and_what_was_not_waited_for_is_not() throws Exception {
        Exchange refused = caught(new IOException("refused"));
        observations.down(refused, "cache", "cache", "");
        assertThat((List<?>) refused.getVariable(Observations.VARIABLE)).hasSize(1);

        Exception cutOff = new IllegalStateException(new InterruptedException());
        Exchange stopped = caught(cutOff);
        assertThatThrownBy(() -> observations.down(stopped, "cache", "cache", ""))
                .isSameAs(cutOff);
        assertThatThrownBy(() -> observations.unknown(stopped, "figures", "database", "queue"))
                .isSameAs(cutOff);
        assertThat(stopped.getVariable(Observations.VARIABLE)).isNull();
    }
}
