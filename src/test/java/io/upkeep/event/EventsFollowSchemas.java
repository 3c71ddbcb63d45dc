package io.upkeep.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * After every test class that had a running Upkeep, whatever it tested: each event that came into the outbox meanwhile is
 * held against its schema. Events that tests make up are of the type {@code t}, or {@code t.first} and the like.
 */
public final class EventsFollowSchemas implements TestExecutionListener, Ordered {

    private static final EventContract CONTRACT = new EventContract();
    private static final int MOST = 20_000;
    private static final Map<ApplicationContext, Long> LOOKED_AT = new ConcurrentHashMap<>();

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE; // is asked first after a class: while its context lives
    }

    @Override
    public void afterTestClass(TestContext test) {
        if (!test.hasApplicationContext()) {
            return;
        }
        ApplicationContext upkeep = test.getApplicationContext();
        ObjectProvider<JdbcClient> jdbc = upkeep.getBeanProvider(JdbcClient.class);
        if (upkeep.getBeanNamesForType(Outbox.class).length == 0
                || upkeep.getBeanNamesForType(DataSource.class).length == 0) {
            return;
        }
        List<Row> rows = jdbc.getObject()
                .sql("SELECT id, type, data::text AS data FROM outbox WHERE id > :after AND type !~ '^t(\\.|$)'"
                        + " ORDER BY id LIMIT :most")
                .param("after", LOOKED_AT.getOrDefault(upkeep, 0L))
                .param("most", MOST)
                .query(Row.class)
                .list();
        if (!rows.isEmpty()) {
            LOOKED_AT.put(upkeep, rows.get(rows.size() - 1).id());
        }
        assertThat(rows.stream()
                        .flatMap(row -> CONTRACT.problems(row.type(), row.data()).stream())
                        .distinct()
                        .limit(20))
                .as("events that are not as asyncapi.yaml says")
                .isEmpty();
    }

    private record Row(long id, String type, String data) {}
}
