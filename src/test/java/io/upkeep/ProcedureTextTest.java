package io.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.pipeline.lint.PipelineOutline;
import io.upkeep.pipeline.lint.PipelineOutline.Call;
import io.upkeep.pipeline.lint.PipelineOutline.Step;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcedureTextTest {

    private static final Inventory INVENTORY = new Inventory(List.of(
            new Target("api", TargetKind.SERVICE, Set.of(), URI.create("http://api.internal:8080"), "", ""),
            new Target(
                    "desk",
                    TargetKind.SERVICE,
                    Set.of(),
                    URI.create("https://eve@desk.internal?token=s3cret"),
                    "",
                    "s3cret")));

    private static String text(String... uris) {
        List<Call> calls =
                Stream.of(uris).map(uri -> new Call(uri, "", "", Map.of())).toList();
        PipelineOutline pipeline = new PipelineOutline(
                "ask",
                "Asks",
                "ask.camel.yaml",
                List.of(),
                Map.of(),
                List.of(),
                List.of(new Step("ask", "", calls)),
                List.of(),
                List.of());
        return ProcedureText.of(pipeline, INVENTORY, UnaryOperator.identity());
    }

    @Test
    void addresses_of_targets_are_shown_as_they_are() {
        assertThat(text(
                        "{{upkeep.targets.api.address}}/queues/x",
                        "{{upkeep.targets.api.address:http://localhost}}/health"))
                .contains("talks to `http://api.internal:8080/queues/x`", "talks to `http://api.internal:8080/health`")
                .doesNotContain("{{");
    }

    @Test
    void nothing_else_of_a_target_is_shown_and_one_that_there_is_not_stays_as_it_is_written() {
        assertThat(text(
                        "{{upkeep.targets.desk.address}}/tickets",
                        "http://x/{{upkeep.targets.desk.password}}",
                        "{{upkeep.targets.none.address}}/x"))
                .contains(
                        "`https://desk.internal/tickets`",
                        "{{upkeep.targets.desk.password}}",
                        "{{upkeep.targets.none.address}}/x")
                .doesNotContain("s3cret", "eve@");
    }
}
