package io.upkeep.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.upkeep.approval.ApprovalListener;
import io.upkeep.backup.BackupState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestContextManager;

/** The AsyncAPI document and the schemas in it; {@link EventsFollowSchemas} holds real events against them. */
class EventSchemasTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SOURCE = Path.of("src/main/java");
    private static final Pattern WHOLE = Pattern.compile("\"(io\\.upkeep\\.[a-z_.]+\\.v\\d+)\"");
    private static final Pattern LAST_WORDS =
            Pattern.compile("\"((?:run|step|window|freeze|override|break_glass)\\.[a-z_]+)\"");
    private static final Pattern WINDOW_TRIGGER = Pattern.compile(" [A-Z]+\\(\"([a-z]+)\"\\)[,;]");
    private static final String RUN = """
            {"run": "0b6c1f0e-1111-4222-8333-123456789abc", "pipeline": "greet", "state": "RUNNING", "requestedBy": "person:ada"}""";

    private final EventSchemas schemas = new EventSchemas();
    private final EventContract contract = new EventContract();

    /** The specification's own schema, Apache License 2.0: npm's @asyncapi/specs 6.8.1, schemas/3.0.0-without-$id.json. */
    @Test
    void the_document_is_what_asyncapi_3_0_prescribes() throws IOException {
        JsonSchema meta = JsonSchemaFactory.getInstance(VersionFlag.V7)
                .getSchema(JSON.readTree(
                        Path.of("src/test/resources/asyncapi/3.0.0.json").toFile()));

        assertThat(meta.validate(JSON.valueToTree(schemas.document()))).isEmpty();

        Map<String, Object> misspelt = new LinkedHashMap<>(schemas.document());
        misspelt.put("chanels", misspelt.remove("channels"));
        assertThat(meta.validate(JSON.valueToTree(misspelt)))
                .as("it knows what is wrong")
                .isNotEmpty();
    }

    @Test
    void every_type_that_the_code_names_is_described() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String code : sources()) {
            WHOLE.matcher(code).results().map(found -> found.group(1)).forEach(named::add);
            LAST_WORDS.matcher(code).results().map(EventSchemasTest::type).forEach(named::add);
        }
        WINDOW_TRIGGER
                .matcher(Files.readString(SOURCE.resolve("io/upkeep/window/WindowTrigger.java")))
                .results()
                .forEach(found -> named.add(type("window", found.group(1))));
        Stream.of(BackupState.values()).forEach(state -> named.add(type("backup", state.name())));
        Stream.of(ApprovalListener.What.values()).forEach(what -> named.add(type("approval", what.name())));

        assertThat(named).hasSizeGreaterThan(40).contains("io.upkeep.run.waiting.v1", "io.upkeep.window.extended.v1");
        assertThat(schemas.names()).containsAll(named);
    }

    private static List<String> sources() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCE)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    private static String type(MatchResult found) {
        return "io.upkeep." + found.group(1) + ".v1";
    }

    private static String type(String noun, String what) {
        return "io.upkeep." + noun + "." + what.toLowerCase(Locale.ROOT) + ".v1";
    }

    @Test
    void every_schema_is_one_has_the_id_that_events_are_sent_with_and_explains_every_field() {
        JsonSchema ofSchemas =
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SchemaLocation.of(SchemaId.V202012));
        for (String name : schemas.names()) {
            JsonNode schema = JSON.valueToTree(schemas.schema(name).orElseThrow());
            assertThat(ofSchemas.validate(schema)).as(name).isEmpty();
            assertThat(schema.toString()).doesNotContain("$ref");
            assertThat(schema.get("$id").asText()).isEqualTo("urn:upkeep:schema:" + name);
            assertThat(schemas.summary(name).orElseThrow()).isNotBlank();
            schema.findValues("properties")
                    .forEach(
                            fields -> fields.forEach(field -> assertThat(field.has("description") || field.has("const"))
                                    .as("%s: %s has no description", name, field)
                                    .isTrue()));
        }
    }

    @Test
    void a_channel_and_an_operation_lead_to_every_message() {
        JsonNode document = JSON.valueToTree(schemas.document());
        List<String> sent = new ArrayList<>();
        document.at("/channels")
                .forEach(channel -> channel.get("messages")
                        .forEach(message -> sent.add(
                                document.at(message.get("$ref").asText().substring(1) + "/name")
                                        .asText())));

        assertThat(document.at("/asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(sent).containsExactlyInAnyOrderElementsOf(schemas.names());
        assertThat(document.at("/operations").findValuesAsText("$ref"))
                .containsExactlyInAnyOrder(
                        "#/channels/events",
                        "#/channels/requests",
                        "#/channels/refused-requests",
                        "#/channels/heartbeats",
                        "#/channels/refused-heartbeats");
    }

    @Test
    void headers_are_as_described() {
        JsonNode described = JSON.valueToTree(schemas.document()).at("/components/schemas/cloudEvent");
        Outgoing event = new Outgoing(
                7, UUID.randomUUID(), "io.upkeep.run.started.v1", "run-1", "key-1", 42, Instant.now(), RUN);

        assertThat(EventContract.problems(described, JSON.valueToTree(CloudEvent.headers(event, "/upkeep"))))
                .isEmpty();
    }

    @Test
    void every_test_of_a_running_upkeep_holds_its_events_against_them() {
        assertThat(new TestContextManager(EventSchemasTest.class).getTestExecutionListeners())
                .hasAtLeastOneElementOfType(EventsFollowSchemas.class);
    }

    @Test
    void an_event_that_is_not_as_described_is_found() {
        String started = "io.upkeep.run.started.v1";
        assertThat(contract.problems(started, RUN)).isEmpty();
        assertThat(contract.problems(started, "{\"omitted\": \"400000 characters\"}"))
                .isEmpty();

        assertThat(contract.problems(started, RUN.replace("RUNNING", "RUN"))).isNotEmpty();
        assertThat(contract.problems(started, RUN.replace("\"state\"", "\"stat\"")))
                .isNotEmpty();
        assertThat(contract.problems(started, RUN.replace("0b6c1f0e", "x"))).isNotEmpty();
        assertThat(contract.problems("io.upkeep.run.stated.v1", RUN).toString()).contains("no schema describes");
    }
}
