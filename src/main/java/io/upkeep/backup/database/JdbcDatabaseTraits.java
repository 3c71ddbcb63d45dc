package io.upkeep.backup.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What belongs to a database itself and stands in no dump of what is in it: its settings (also those of roles in it), who may connect, the
 * limit of connections, comment and owner. Encoding and locale are chosen when a database is made, and stay.
 */
final class JdbcDatabaseTraits {

    private JdbcDatabaseTraits() {}

    private record Trait(String what, String statement) {}

    /**
     * Gives a database the traits of another one. May be done again.
     *
     * @return what the server refused to this login, for people: {@code setting work_mem}
     */
    static List<String> copy(Connection connection, String from, String to) {
        List<String> refused = new ArrayList<>();
        for (Trait trait : traits(connection, from, to)) {
            try {
                JdbcServer.run(connection, trait.statement());
            } catch (SQLException e) {
                refused.add(trait.what());
            }
        }
        return refused;
    }

    /** The owner comes last: before, this login may still do the rest. Lists are kept as pg_dumpall writes them. */
    private static List<Trait> traits(Connection connection, String from, String to) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true))
                .sql("""
                        WITH old AS (SELECT * FROM pg_catalog.pg_database WHERE datname = :from),
                            setting AS (
                                SELECT r.rolname, split_part(entry, '=', 1) AS name,
                                    substr(entry, strpos(entry, '=') + 1) AS value
                                FROM old JOIN pg_catalog.pg_db_role_setting s ON s.setdatabase = old.oid
                                    LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
                                    CROSS JOIN unnest(s.setconfig) entry)
                        SELECT what, statement FROM (
                            SELECT 1 AS place, 'limit of connections' AS what,
                                format('ALTER DATABASE %I CONNECTION LIMIT %s', :to::text, datconnlimit) AS statement
                            FROM old WHERE datconnlimit <> -1
                            UNION ALL
                            SELECT 2, 'comment', format('COMMENT ON DATABASE %I IS %L', :to::text,
                                shobj_description(oid, 'pg_database'))
                            FROM old WHERE shobj_description(oid, 'pg_database') IS NOT NULL
                            UNION ALL
                            SELECT 3, 'setting ' || name || COALESCE(' of ' || rolname, ''), CASE WHEN rolname IS NULL
                                    THEN format('ALTER DATABASE %I SET %I TO ', :to::text, name)
                                    ELSE format('ALTER ROLE %I IN DATABASE %I SET %I TO ', rolname, :to::text, name) END
                                || CASE WHEN name IN ('local_preload_libraries', 'search_path', 'session_preload_libraries',
                                        'temp_tablespaces', 'unix_socket_directories')
                                    THEN value ELSE quote_literal(value) END
                            FROM setting
                            UNION ALL
                            SELECT 4, 'rights of PUBLIC', format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :to::text)
                            FROM old WHERE datacl IS NOT NULL
                            UNION ALL
                            SELECT 5, acl.privilege_type || ' of ' || acl.grantee::regrole,
                                format('GRANT %s ON DATABASE %I TO %s%s', acl.privilege_type, :to::text,
                                    CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END,
                                    CASE WHEN acl.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                            FROM old CROSS JOIN aclexplode(old.datacl) acl
                            UNION ALL
                            SELECT 6, 'owner', format('ALTER DATABASE %I OWNER TO %s', :to::text, datdba::regrole)
                            FROM old) trait
                        ORDER BY place, what
                        """)
                .param("from", from)
                .param("to", to)
                .query((row, n) -> new Trait(row.getString("what"), row.getString("statement")))
                .list();
    }
}
