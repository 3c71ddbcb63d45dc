package io.upkeep.run;

/**
 * What a deployment had checked before it changed anything, in SQL: the first recorded step of the run itself that knows the commit.
 * The name of the version may mean something else by now.
 */
public final class JdbcCheckedVersion {

    private static final String FIRST = """
            (SELECT step.checkpoint->'variables'->'configuration' AS checked,
                step.checkpoint->'variables'->'configuration'->>'commit' AS commit
            FROM step
            WHERE step.run_id = %s AND step.phase = 'RUN'
                AND step.checkpoint->'variables'->'configuration'->>'commit' IS NOT NULL
            ORDER BY step.position LIMIT 1)""";

    private JdbcCheckedVersion() {}

    /**
     * A table of one row, {@code checked} and {@code commit}, or of none.
     *
     * @param run the SQL of the run's id: a column or a parameter, never a value from outside
     */
    public static String of(String run) {
        return FIRST.formatted(run);
    }
}
