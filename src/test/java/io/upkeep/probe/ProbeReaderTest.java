package io.upkeep.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.probe.condition.Answer;
import io.upkeep.probe.condition.Fact;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProbeReaderTest {

    private static final Target API =
            new Target("api", TargetKind.SERVICE, Set.of(), URI.create("http://api-1:8080"), null, null);
    private static final Target KAFKA =
            new Target("kafka", TargetKind.SERVICE, Set.of(), URI.create("tcp://kafka-1:9092"), null, null);
    private static final Target HOST =
            new Target("api-1", TargetKind.HOST, Set.of(), URI.create("ssh://upkeep@api-1"), null, null);

    private static final Target DATABASE =
            new Target("database", TargetKind.DATABASE, Set.of(), URI.create("postgresql://db/queue"), null, null);

    @Test
    void a_probe_needs_no_more_than_its_kind() {
        DeclaredProbe probe = read(API, "kind=http");
        assertThat(probe.options())
                .containsEntry("address", "http://api-1:8080")
                .containsEntry("method", "GET");
        assertThat(probe.every()).hasMinutes(1);
        assertThat(probe.thresholds()).isEqualTo(new Thresholds(3, 2));
        assertThat(probe.criticalUnless()).hasToString("[[STATUS] < 400]");
        assertThat(read(HOST, "kind=tcp").options()).containsEntry("address", "api-1:22");
        assertThat(read(KAFKA, "kind=kafka-lag|group=queue-api").options())
                .containsEntry("brokers", "kafka-1:9092")
                .containsEntry("topics", "*");
        assertThat(read(API, "kind=heartbeat|within=24h").criticalUnless()).hasToString("[[AGE] < 86400000ms]");
    }

    @Test
    void a_target_that_does_not_answer_is_critical_unless_that_is_what_is_wanted() {
        assertThat(read(API, "kind=http").judge(Answer.failed("connection refused")))
                .isEqualTo(Verdict.critical("connection refused"));
        assertThat(read(API, "kind=tcp|critical-unless=[CONNECTED] == false")
                        .judge(Answer.failed("connection refused"))
                        .state())
                .isEqualTo(ProbeState.OK);
        assertThat(read(HOST, "kind=script|script=pipelines/health/host-report.sh")
                        .judge(Answer.failed("unreachable"))
                        .state())
                .isEqualTo(ProbeState.UNKNOWN);
        assertThat(read(API, "kind=http|warning-unless=[RESPONSE_TIME] < 300")
                        .judge(Answer.connected().with(Fact.STATUS, 200).with(Fact.RESPONSE_TIME, 900L)))
                .isEqualTo(Verdict.warning("not met: [RESPONSE_TIME] (900) < 300"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "kind=htp; kind 'htp': there is no such kind; write http, tcp,",
                "kind=http|evry=30s; evry '30s': a http probe has no such setting; write one of critical-unless, every,",
                "kind=http|every=30x; every: '30x' is no duration of 100 ms or more; write 30s, 5m or 24h",
                "kind=http|failures=0; failures: '0' is no number from 1 to 100; write 3",
                "kind=http|critical-unless=[STATUS]; condition '[STATUS]' compares nothing",
                "kind=tcp|critical-unless=[STATUS] == 200; asks for [STATUS]; a tcp probe tells only [CONNECTED, RESPONSE_TIME]",
                "kind=http|method=POST; method 'POST': a probe changes nothing; write GET, HEAD or OPTIONS",
                "kind=http|url=ftp://x/; 'ftp://x/' is no address of HTTP",
                "kind=tcp|address=nowhere; 'nowhere' is no host with a port; write 10.0.0.2:53",
                "kind=dns; name: a dns probe needs it; write name: api-1.example.org",
                "kind=dns|name=x|type=B; type 'B': there is no such record; write A, AAAA",
                "kind=kafka-lag|group=g; brokers: '' is no list of hosts with ports; write kafka-1:9092,kafka-2:9092",
                "kind=kafka-lag|brokers=kafka-1; brokers: 'kafka-1' is no list of hosts with ports",
                "kind=kafka-lag|brokers=kafka-1:9092; group: a kafka-lag probe needs it; write group: queue-api",
                "kind=kafka-lag|brokers=k:1|group=g|topics=a b; 'a b' matches no name of a topic; write topics orders, or",
                "kind=kafka-lag|brokers=k:1|group=g|client-properties=/no/such; '/no/such': there is no such file",
                "kind=kafka-lag|brokers=k:1|group=g|critical-unless=[STATUS] == 200; a kafka-lag probe tells only",
                "kind=heartbeat; within: a heartbeat probe needs it; write within: 24h",
                "kind=script|script=x.sh; a script needs a target of kind host, this is a service",
                "kind=host; a host probe needs a target of kind host, this is a service",
                "kind=redis; a redis probe needs a target of kind cache, this is a service",
                "kind=postgresql; a postgresql probe needs a target of kind database, this is a service",
                "kind=queue|query=SELECT 1; a queue needs a target of kind database, this is a service"
            })
    void a_mistake_names_the_setting_and_a_right_one(String settings, String problem) {
        assertThatThrownBy(() -> read(API, settings))
                .hasMessageContaining(problem.strip())
                .hasMessageContaining("(application.yaml, upkeep.targets.api.probes.health");
    }

    @Test
    void a_script_lies_below_the_routes() {
        assertThatThrownBy(() -> read(HOST, "kind=script|script=../pom.xml"))
                .hasMessageContaining("script '../pom.xml': there is no such text file below routes");
    }

    @Test
    void a_query_is_written_once_here_or_in_a_file_below_the_routes() {
        assertThat(read(DATABASE, "kind=sql|query=SELECT 1").options()).containsEntry("query", "SELECT 1");
        assertThat(read(DATABASE, "kind=queue|script=pipelines/health/queue-report.sql")
                        .options()
                        .get("query"))
                .contains("queue_depth");
        assertThatThrownBy(() -> read(DATABASE, "kind=queue"))
                .hasMessageContaining("query: a queue probe needs it; write query: SELECT count(*) AS depth");
        assertThatThrownBy(() -> read(DATABASE, "kind=sql|script=no.sql"))
                .hasMessageContaining("script 'no.sql': there is no such text file below routes");
        assertThatThrownBy(() -> read(DATABASE, "kind=sql|query=SELECT 1|script=a.sql"))
                .hasMessageContaining("script 'a.sql': the query is written twice; write either query or script");
    }

    private static DeclaredProbe read(Target target, String settings) {
        Map<String, String> written = new HashMap<>();
        for (String setting : settings.split("\\|", -1)) {
            written.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return ProbeReader.read(target, "health", written, ProbeFiles.ofServer(Path.of("routes")));
    }
}
