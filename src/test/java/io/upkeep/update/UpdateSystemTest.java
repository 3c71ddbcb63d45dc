package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.Relay;
import io.upkeep.sandbox.Releases;
import io.upkeep.sandbox.SshHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.FileSystemUtils;

class UpdateSystemTest extends UpdatePipelines {

    private static final String ENV = "app/compose/images.env";
    private static final String DEPLOYMENT = "var/lib/kubernetes/deployment-virtual-queue-api.yaml";

    @Autowired
    private ApprovalDesk desk;

    @Autowired
    private TestedReleases tested;

    @Autowired
    private io.upkeep.update.Releases releases;

    private final Map<String, String> before = new TreeMap<>(state());

    @AfterEach
    void restore() {
        SANDBOX.postgres().inEstate("""
                DROP TABLE IF EXISTS upkeep_migration;
                DROP INDEX IF EXISTS tickets_priority;
                ALTER TABLE tickets DROP COLUMN IF EXISTS priority;
                """);
        jdbc.sql("DELETE FROM tested_release").update();
        jdbc.sql("DELETE FROM production_release").update();
        for (String name : List.of("api-1", "api-2", "web-1")) {
            host(name).write(ENV, before.get(name + " env"));
            host(name).write("var/lib/docker/containers", before.get(name + " containers"));
            host(name).write(DEPLOYMENT, before.get(name + " deployment"));
            host(name).write(INSTALLED, before.get(name + " packages"));
        }
    }

    private static Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        for (String name : List.of("api-1", "api-2", "web-1")) {
            state.put(name + " env", host(name).read(ENV));
            state.put(name + " containers", host(name).read("var/lib/docker/containers"));
            state.put(name + " deployment", host(name).read(DEPLOYMENT));
            state.put(name + " packages", host(name).read(INSTALLED));
        }
        state.put(
                "columns",
                estate("SELECT string_agg(column_name, ',' ORDER BY 1) FROM information_schema.columns"
                        + " WHERE table_schema = 'public'"));
        return state;
    }

    private static String estate(String sql) {
        try (var connection = DriverManager.getConnection(
                        SANDBOX.postgres().estateUrl(), "virtual_queue", "queue-secret-7316");
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the hosts call instead of a command of this name. */
    private static Path shim(String command, String script) throws IOException {
        Path shim = SANDBOX.hosts()
                .host("web-1")
                .tree()
                .root()
                .resolve("../../shims")
                .resolve(command)
                .normalize();
        Files.writeString(shim, script);
        assertThat(shim.toFile().setExecutable(true)).isTrue();
        return shim;
    }

    private void approved(String version) {
        String sha256 = String.valueOf(releases.read(version).get("sha256"));
        tested.say(version, sha256, TestedReleases.State.APPROVED, "fine", UUID.randomUUID());
    }

    /** Asks for the run, has people say yes, and waits for its end. */
    private Run update(String pipeline, Map<String, String> parameters, String... people) {
        Run asked = runs.request(new RunRequest(pipeline, parameters, "person:eve", null));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> desk.find(asked.id()).isPresent());
        for (String person : people) {
            desk.approve(asked.id(), person, null, "looked at the plan");
        }
        return atRest(asked);
    }

    private Run update(String type, String version) {
        return update("update-system", Map.of("type", type, "version", version), "ada");
    }

    @Test
    void a_feature_brings_its_migration_its_containers_and_its_deployment() {
        approved("1.1.0");

        Run run = succeeded(update("feature", "1.1.0"));

        for (String name : List.of("api-1", "api-2")) {
            assertThat(host(name).read("var/lib/docker/containers"))
                    .isEqualTo(
                            before.get(name + " containers").lines().findFirst().orElseThrow() + "\nworker "
                                    + Releases.image("worker", "1.1.0") + " healthy\n");
        }
        assertThat(host("api-1").read(DEPLOYMENT)).contains(Releases.image("api", "1.1.0"));
        assertThat(estate("SELECT count(*) FROM tickets WHERE priority = 0")).isNotEqualTo("0");
        assertThat(estate("SELECT name FROM upkeep_migration")).isEqualTo("001-ticket-priority");
        assertThat(steps(run))
                .containsSubsequence(
                        "apply-feature/migrate", "apply-feature/roll-images", "apply-feature/roll-deployments");
        assertThat(record(run))
                .contains("release 1.1.0 (feature)", "applied 001-ticket-priority", "running WORKER_IMAGE=")
                .containsPattern("running WORKER_IMAGE=\\S+, before it registry\\S+")
                .containsPattern("rolled out default/virtual-queue-api api=\\S+ \\(revision \\d+, before it \\d+\\)");
        assertThat(host("api-1").path("var/lib/upkeep/" + run.id())).doesNotExist();
        assertThat(releases.tested("", 10)).singleElement().satisfies(release -> {
            assertThat(release.version()).isEqualTo("1.1.0");
            assertThat(release.inProduction()).isTrue();
        });
        Run again = succeeded(update("feature", "1.1.0"));
        assertThat(record(again))
                .contains("nothing to migrate in database")
                .as("what was so before")
                .doesNotContain("## containers", "## rollouts", "running ", "rolled out ");
    }

    @Test
    void an_update_that_cannot_be_recorded_is_taken_back_whole() {
        approved("1.1.0");
        jdbc.sql("""
                        CREATE FUNCTION no_record() RETURNS trigger LANGUAGE plpgsql
                        AS 'BEGIN RAISE EXCEPTION ''no record today''; END'
                        """).update();
        jdbc.sql("CREATE TRIGGER no_record BEFORE INSERT ON update_record EXECUTE FUNCTION no_record()")
                .update();
        Run run;
        try {
            run = rolledBack(update("feature", "1.1.0"), "document");
        } finally {
            jdbc.sql("DROP FUNCTION no_record CASCADE").update();
        }

        assertThat(run.failure()).contains("no record today");
        assertThat(state()).as("the hosts had not forgotten the way back").isEqualTo(before);
        assertThat(jdbc.sql("SELECT count(*) FROM production_release WHERE run_id = ?")
                        .param(run.id())
                        .query(Integer.class)
                        .single())
                .as("what was taken back is not in production")
                .isZero();
    }

    @Test
    void an_update_that_is_recorded_stays_where_a_host_cannot_clean_up() throws IOException {
        approved("1.1.0");
        Path rm = shim("rm", """
                #!/bin/sh
                case "$*" in */web-1/var/lib/upkeep/????????-????-????-????-????????????) echo "rm: Input/output error" >&2; exit 1 ;; esac
                exec /bin/rm "$@"
                """);
        Run run;
        try {
            run = succeeded(update("feature", "1.1.0"));
        } finally {
            Files.delete(rm);
        }

        assertThat(says(run, "document"))
                .contains("the record of the update is kept", "/var/lib/upkeep/" + run.id(), "Input/output error");
        assertThat(record(run)).contains("release 1.1.0 (feature)");
        assertThat(releases.tested("1.1.0", 1))
                .singleElement()
                .satisfies(release -> assertThat(release.inProduction()).isTrue());
    }

    @Test
    void a_release_that_does_not_become_healthy_is_taken_back_in_reverse_order() {
        approved("1.2.0");

        Run run = rolledBack(update("feature", "1.2.0"), "apply-feature/roll-images");

        assertThat(run.failure()).contains("is unhealthy");
        assertThat(host("api-1").read("var/log/shims.log")).contains(Releases.image("worker", "1.2.0"));
        assertThat(state()).isEqualTo(before);
        assertThat(says(run, "undo-roll-images")).contains("api-1: put-back images");
        assertThat(steps(run)).containsSubsequence("undo-roll-images", "undo-migrate", "verify-system-is-back");
        assertThat(estate("SELECT to_regclass('upkeep_migration')::text")).isNull();
    }

    @Test
    void a_deployment_that_does_not_roll_out_is_undone_with_everything_before_it() {
        host("api-1").write("run/sandbox/bad-images", Releases.image("api", "1.1.0") + "\n");
        approved("1.1.0");
        Run run;
        try {
            run = rolledBack(update("feature", "1.1.0"), "apply-feature/roll-deployments");
        } finally {
            host("api-1")
                    .write(
                            "run/sandbox/bad-images",
                            Releases.image("worker", "1.2.0") + "\n" + Releases.image("api", "1.2.0") + "\n");
        }

        assertThat(run.failure()).contains("exceeded its progress deadline");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void a_migration_that_fails_leaves_the_database_as_it_was() {
        var directory = SANDBOX.directory().resolve("releases");
        Releases.file(directory, "1.3.0/release.yaml", "type: performance\n");
        Releases.file(directory, "1.3.0/migrations/001-a.up.sql", "CREATE TABLE half (id int)");
        Releases.file(directory, "1.3.0/migrations/001-a.down.sql", "DROP TABLE half");
        Releases.file(directory, "1.3.0/migrations/002-b.up.sql", "CREATE TABLE more (id int); SELECT 1 / 0");
        Releases.file(directory, "1.3.0/migrations/002-b.down.sql", "DROP TABLE more");
        approved("1.3.0");

        Run run = rolledBack(update("performance", "1.3.0"), "apply-performance/migrate");

        assertThat(run.failure())
                .contains("migration 002-b failed and left nothing behind", "division by zero")
                .contains(
                        "; mend migrations/002-b.up.sql of the release, then have it tested again: upkeep run test-update version=1.3.0");
        assertThat(state()).isEqualTo(before);
        assertThat(estate("SELECT to_regclass('half')::text")).isNull();
    }

    @Test
    void a_migration_that_waits_for_others_in_vain_is_not_told_to_be_wrong() throws SQLException {
        var directory = SANDBOX.directory().resolve("releases");
        Releases.file(directory, "1.3.1/release.yaml", "type: performance\n");
        Releases.file(directory, "1.3.1/migrations/001-a.up.sql", "ALTER TABLE tickets ADD COLUMN half int");
        Releases.file(directory, "1.3.1/migrations/001-a.down.sql", "ALTER TABLE tickets DROP COLUMN half");
        approved("1.3.1");
        Run run;
        try (var connection =
                DriverManager.getConnection(SANDBOX.postgres().estateUrl(), "virtual_queue", "queue-secret-7316")) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("SELECT count(*) FROM tickets");

            run = rolledBack(update("performance", "1.3.1"), "apply-performance/migrate");
        }

        assertThat(run.failure())
                .contains("lock timeout", "others held a lock on what it changes for 10 s: ask for the update again")
                .doesNotContain("mend migrations");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void a_system_that_is_ill_before_an_update_is_no_failure_of_its_way_back() {
        approved("1.1.1");
        SANDBOX.breakPart("redis", Relay.REFUSING);
        assertThat(SANDBOX.part("redis").state()).isEqualTo(Relay.REFUSING);

        Run run = rolledBack(update("bugfix", "1.1.1"), "check");

        assertThat(run.failure()).contains("503");
        assertThat(steps(run)).as("nobody looks again at what nobody touched").doesNotContain("verify-system-is-back");
    }

    @Test
    void a_system_that_becomes_ill_during_the_backups_is_not_updated() {
        approved("1.1.1");
        Run asked = runs.request(
                new RunRequest("update-system", Map.of("type", "bugfix", "version", "1.1.1"), "person:eve", null));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> desk.find(asked.id()).isPresent());
        desk.approve(asked.id(), "ada", null, "looked at the plan");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> steps(asked).contains("back-up"));
        runs.pause(asked.id(), "person:ada");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> current(asked).state() == RunState.PAUSED);
        assertThat(steps(asked)).doesNotContain("look-before");
        SANDBOX.breakPart("redis", Relay.REFUSING);

        runs.resume(asked.id(), "person:ada");

        Run run = rolledBack(atRest(asked), "look-before");
        assertThat(state()).isEqualTo(before);
        assertThat(steps(run)).doesNotContain("apply-bugfix/roll-images", "verify-system-is-back");
    }

    @Test
    void what_is_not_approved_as_it_is_now_is_refused_before_anything_changes() {
        Run untested = rolledBack(update("bugfix", "1.1.1"), "check");
        assertThat(untested.failure()).contains("release 1.1.1 is not approved for production", "test-update");
        approved("1.1.1");
        Releases.file(SANDBOX.directory().resolve("releases"), "1.1.1/note.txt", "changed since");
        assertThat(rolledBack(update("bugfix", "1.1.1"), "check").failure()).contains("not approved");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void nobody_is_asked_about_a_release_that_there_is_not_or_that_is_of_another_type() {
        approved("1.1.1");
        for (Map.Entry<String, String> wrong : Map.of(
                        "1.0.9",
                        "there is no release '1.0.9' in ",
                        "1.1.1",
                        "release 1.1.1 is a bugfix update, not feature")
                .entrySet()) {
            RunRequest request = new RunRequest(
                    "update-system", Map.of("type", "feature", "version", wrong.getKey()), "person:eve", null);
            assertThatThrownBy(() -> runs.request(request))
                    .isInstanceOf(InvalidRequest.class)
                    .hasMessageStartingWith(wrong.getValue());
            assertThatThrownBy(() -> plans.of(request))
                    .isInstanceOf(InvalidRequest.class)
                    .hasMessageStartingWith(wrong.getValue());
        }
        assertThat(desk.waiting()).isEmpty();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void the_updates_of_the_month_go_on_without_a_release() {
        Run run = succeeded(update("update-system-monthly", Map.of(), "ada"));

        assertThat(record(run)).contains("no release is approved that is not there already", "updated curl");
        assertThat(state())
                .containsEntry("api-1 env", before.get("api-1 env"))
                .containsEntry("columns", before.get("columns"));
    }

    @Test
    void the_updates_of_the_month_bring_packages_the_newest_release_and_the_database() {
        approved("1.1.0");
        approved("2.0.0");

        Run run = succeeded(update("update-system-monthly", Map.of(), "ada"));

        assertThat(host("web-1").read(INSTALLED)).contains("curl 7.88.1-10+deb12u8 installed");
        assertThat(record(run)).contains("release 1.1.0", "updated curl", "applied 001-ticket-priority");
        assertThat(steps(run))
                .as("what is rolled out may need the migration, and what is put back goes the other way round")
                .containsSubsequence("apply-database-updates/migrate", "apply-application-updates/roll-images");
    }

    @Test
    void the_updates_of_the_month_do_not_take_production_back_to_an_older_release() {
        approved("1.1.0");
        approved("2.0.0");
        succeeded(update("update-major", Map.of(), "ada", "bob", "mo"));

        Run month = succeeded(update("update-system-monthly", Map.of(), "ada"));

        assertThat(record(month))
                .contains("no release is approved that is not there already")
                .doesNotContain("release 1.1.0");
        Run quarter = succeeded(update("update-major", Map.of(), "ada", "bob", "mo"));
        assertThat(record(quarter)).contains("no release is approved that is not there already");
    }

    @Test
    void a_release_that_is_still_written_does_not_keep_the_updates_of_the_month_from_others() {
        approved("1.1.0");
        var directory = SANDBOX.directory().resolve("releases");
        Releases.file(directory, "9.0.0/release.yaml", "type: to be decided\n");
        Run run;
        try {
            run = update("update-system-monthly", Map.of(), "ada");
        } finally {
            directory.resolve("9.0.0/release.yaml").toFile().delete();
        }

        assertThat(record(succeeded(run)))
                .contains("release 1.1.0 (feature)", "passed over: release 9.0.0: release.yaml: type 'to be decided'");
    }

    @Test
    void a_release_that_fails_in_the_month_takes_the_packages_back_too() {
        approved("1.2.0");

        Run run = rolledBack(update("update-system-monthly", Map.of(), "ada"), "apply-application-updates/roll-images");

        assertThat(host("web-1").read("var/log/shims.log")).contains("curl=7.88.1-10+deb12u8");
        assertThat(state()).isEqualTo(before);
        assertThat(steps(run)).containsSubsequence("undo-roll-images", "undo-update/undo-upgrade[0]");
    }

    @Test
    void the_updates_of_the_quarter_need_three_people_and_bring_the_major_release() {
        approved("1.1.0");
        approved("2.0.0");

        Run run = succeeded(update("update-major", Map.of(), "ada", "bob", "mo"));

        assertThat(record(run)).contains("release 2.0.0 (feature, major)", "updated curl");
    }

    @Test
    void dependencies_are_updated_and_their_lock_files_say_so() {
        Run run = succeeded(run("update-dependencies", Map.of()));

        assertThat(host("api-2").read("app/package-lock.json")).contains("\"version\": \"4.21.2\"");
        assertThat(host("api-2").read("app/packages.lock.json")).contains("\"resolved\": \"8.0.6\"");
        assertThat(record(run)).contains("npm express: 4.19.2 -> 4.21.2", "dotnet Npgsql: 8.0.3 -> 8.0.6");
        dependenciesAsBefore();
    }

    private static void dependenciesAsBefore() {
        for (String name : List.of("api-1", "api-2")) {
            host(name)
                    .write(
                            "app/package-lock.json",
                            host(name)
                                    .read("app/package-lock.json")
                                    .replace("4.21.2", "4.19.2")
                                    .replace("8.18.0", "8.17.0"));
            host(name)
                    .write(
                            "app/packages.lock.json",
                            host(name)
                                    .read("app/packages.lock.json")
                                    .replace("8.0.6", "8.0.3")
                                    .replace("2.8.22", "2.7.33"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_update_that_is_recorded_stays_though_somebody_stops_it_while_the_hosts_forget(boolean cancels)
            throws IOException {
        Path forgetting = host("api-2").path("run/sandbox/forgetting");
        Path rm = shim("rm", """
                #!/bin/sh
                case "$*" in */api-2/var/lib/upkeep/*/dependencies\\ *) touch '%s' && exec sleep 600 ;; esac
                exec /bin/rm "$@"
                """.formatted(forgetting));
        Run run = runs.request(new RunRequest("update-dependencies", Map.of(), "person:eve", null));
        String kept = "var/lib/upkeep/" + run.id();
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> Files.exists(forgetting)
                            && Files.notExists(host("api-1").path(kept)));

            Run told = cancels ? runs.cancel(run.id(), "ada") : runs.rollBack(run.id(), "ada");

            assertThat(told.state()).as("it came before the end").isEqualTo(RunState.RUNNING);
            Run over = succeeded(atRest(run));
            assertThat(over.failure()).isNull();
            assertThat(over.reason()).isNull();
            assertThat(steps(over)).endsWith("document");
            for (String name : List.of("api-1", "api-2")) {
                assertThat(host(name).read("app/package-lock.json")).as(name).contains("\"version\": \"4.21.2\"");
            }
            assertThat(host("api-2").path(kept)).exists();
            assertThat(says(over, "document"))
                    .contains("the record of the update is kept", "that stays", "remove its /" + kept)
                    .containsPattern("api-1: (STOPPED: it )?had ended with exit 0")
                    .contains("api-2: STOPPED: its processes were ended there");
        } finally {
            Files.delete(rm);
            Files.deleteIfExists(forgetting);
            FileSystemUtils.deleteRecursively(host("api-2").path(kept));
            dependenciesAsBefore();
        }
    }

    @Test
    void dependencies_are_updated_after_a_backup_on_a_canary_first_and_only_while_the_system_is_well() {
        String npm = host("api-1").read("app/package-lock.json");
        String settings = host("api-1").read("app/config/appsettings.json");
        String log = host("api-2").read("var/log/shims.log");
        // what the API reads when it is started again: it comes up, and is not well
        host("api-1").write("app/config/appsettings.json", settings.replaceFirst("\"port\": \\d+", "\"port\": 9"));

        Run run = run("update-dependencies", Map.of());

        host("api-1").write("app/config/appsettings.json", settings);
        assertThat(run.failedStep()).as(run.failure()).isEqualTo("update-dependencies-on-hosts/gate-after-wave[0]");
        assertThat(steps(run))
                .containsSubsequence(
                        "check",
                        "back-up",
                        "update-dependencies-on-hosts/work-on-wave[0]",
                        "update-dependencies-on-hosts/gate-after-wave[0]",
                        "undo-update-dependencies-on-hosts")
                .doesNotContain("update-dependencies-on-hosts/work-on-wave[1]");
        assertThat(host("api-1").read("app/package-lock.json")).isEqualTo(npm);
        assertThat(host("api-2").read("var/log/shims.log").substring(log.length()))
                .as("the second host was never touched")
                .doesNotContain("npm update");
        runs.resume(run.id(), "person:eve");
        assertThat(atRest(run).state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(journal.newest("back-up-files", 1)).singleElement().satisfies(backup -> {
            assertThat(backup.parent()).isEqualTo(run.id());
            assertThat(backup.state()).isEqualTo(RunState.SUCCEEDED);
        });
    }

    @Test
    void dependencies_with_a_vulnerability_are_put_back_on_every_host() {
        String npm = host("api-1").read("app/package-lock.json");
        String dotnet = host("api-1").read("app/packages.lock.json");
        for (String fault : List.of(SshHost.NPM_VULNERABLE, SshHost.NPM_TESTS, SshHost.NUGET_OFFLINE)) {
            SANDBOX.breakPart("api-2", fault);

            Run run = run("update-dependencies", Map.of());

            assertThat(run.state()).as("%s: %s", fault, run).isEqualTo(RunState.ROLLED_BACK);
            assertThat(host("api-1").read("var/log/shims.log")).contains("npm update");
            for (String name : List.of("api-1", "api-2")) {
                assertThat(host(name).read("app/package-lock.json")).isEqualTo(npm);
                assertThat(host(name).read("app/packages.lock.json")).isEqualTo(dotnet);
                assertThat(host(name).path("var/lib/upkeep/" + run.id())).doesNotExist();
            }
            SANDBOX.healAll();
        }
    }
}
