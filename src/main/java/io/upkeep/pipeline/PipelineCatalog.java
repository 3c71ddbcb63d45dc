package io.upkeep.pipeline;

import io.upkeep.text.NearName;
import io.upkeep.text.Shown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The pipelines whose routes are running now. */
@Component
public class PipelineCatalog {

    private final Map<String, PipelineConsumer> consumers = new ConcurrentHashMap<>();
    private final PipelineChecks checks;
    private final ObjectProvider<CamelContext> camel;
    private final Clock clock;
    private volatile Instant lastRemoval = Instant.MIN;

    PipelineCatalog(PipelineChecks checks, ObjectProvider<CamelContext> camel, Clock clock) {
        this.checks = checks;
        this.camel = camel;
        this.clock = clock;
    }

    /** Whether all routes run: before that, and while they end, some pipelines seem not to be there. */
    public boolean isComplete() {
        return camel.getObject().isStarted();
    }

    /** All pipelines, by name. */
    public List<Pipeline> all() {
        return consumers.values().stream()
                .map(PipelineConsumer::pipeline)
                .sorted(Comparator.comparing(Pipeline::name))
                .toList();
    }

    /** The pipeline with this name. */
    public Optional<Pipeline> find(String name) {
        return consumer(name).map(PipelineConsumer::pipeline);
    }

    /** That there is no pipeline of this name, which was probably meant, and which there are. */
    public String noneCalled(String name) {
        List<String> names = all().stream().map(Pipeline::name).toList();
        return "no pipeline is called '%s'; %sthere are: %s"
                .formatted(
                        Shown.of(name),
                        NearName.ofWords(Shown.of(name), names)
                                .map("did you mean %s? "::formatted)
                                .orElse(""),
                        names.isEmpty() ? "none (write one in routes/pipelines)" : String.join(", ", names));
    }

    /** Reads all pipelines again: some of the routes that they call were replaced while they run. */
    public void readAgain() {
        consumers.values().forEach(PipelineConsumer::readAgain);
    }

    Optional<PipelineConsumer> consumer(String name) {
        return Optional.ofNullable(consumers.get(name));
    }

    void add(PipelineConsumer consumer) {
        checks.check(consumer.pipeline());
        PipelineConsumer other = consumers.putIfAbsent(consumer.pipeline().name(), consumer);
        if (other != null && other != consumer) {
            throw new IllegalStateException("pipeline '%s' is declared twice: in %s and in %s; rename one of them"
                    .formatted(
                            consumer.pipeline().name(),
                            other.pipeline().source(),
                            consumer.pipeline().source()));
        }
    }

    void remove(PipelineConsumer consumer) {
        if (consumers.values().remove(consumer)) {
            lastRemoval = clock.instant();
        }
    }

    /** Whether a pipeline was taken out no longer ago than this: while its file is replaced it is not there for a moment. */
    boolean hasLostOneWithin(Duration period) {
        return clock.instant().isBefore(lastRemoval.plus(period));
    }
}
