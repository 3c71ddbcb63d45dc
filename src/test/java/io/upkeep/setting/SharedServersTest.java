package io.upkeep.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.sandbox.Relay;
import io.upkeep.sandbox.Sandbox;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Settings are the server's, and so those of all its databases. */
class SharedServersTest {

    private static final String SETTINGS = "work_mem = '7MB'\n";
    private static final Relay PRODUCTION = Sandbox.shared().postgres().relay();
    private static final Relay STAGING = Sandbox.shared().stagingPostgres().relay();

    @Test
    void staging_with_a_server_of_its_own_may_be_set() {
        DatabaseSettings apart = settings(
                database("production", PRODUCTION, "virtual_queue", true),
                database("staging", STAGING, "virtual_queue_staging", false));

        assertThat(apart.check(SETTINGS, null, "staging")).isEqualTo(Map.of("work_mem", "7MB"));
    }

    @Test
    void staging_on_the_server_of_a_database_that_users_notice_is_refused() {
        DatabaseSettings together = settings(
                database("production", PRODUCTION, "virtual_queue", true),
                database("staging", PRODUCTION, "virtual_queue", false));

        assertThatThrownBy(() -> together.check(SETTINGS, null, "staging"))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("staging is a database of the same server as production, which users notice")
                .hasMessageContaining("upkeep.targets.staging.address");
        assertThat(together.check(SETTINGS, null, "production")).isEqualTo(Map.of("work_mem", "7MB"));
    }

    @Test
    void a_production_that_does_not_answer_keeps_nobody_from_setting_staging() {
        DatabaseSettings apart = settings(
                database("production", "postgresql://127.0.0.1:1/virtual_queue", true),
                database("staging", STAGING, "virtual_queue_staging", false));

        assertThat(apart.check(SETTINGS, null, "staging")).isEqualTo(Map.of("work_mem", "7MB"));
    }

    private static DatabaseSettings settings(Target... targets) {
        return new DatabaseSettings(new Inventory(List.of(targets)));
    }

    private static Target database(String name, Relay server, String database, boolean noticed) {
        return database(name, server.address() + "/" + database, noticed);
    }

    private static Target database(String name, String address, boolean noticed) {
        Map<String, String> login = Sandbox.shared().properties();
        return new Target(
                name,
                TargetKind.DATABASE,
                Set.of(),
                URI.create(address),
                login.get("upkeep.targets.database.user"),
                login.get("upkeep.targets.database.password"),
                "",
                noticed);
    }
}
