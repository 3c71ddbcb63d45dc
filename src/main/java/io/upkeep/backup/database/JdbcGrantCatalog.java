package io.upkeep.backup.database;

/** The catalogs' questions about who owns objects, who may use them, and what is said about them. */
final class JdbcGrantCatalog {

    private static final String OWNED = """
            SELECT 'pg_class:' || c.oid AS key, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW'
                    WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END AS kind,
                c.oid::regclass::text AS object, c.relowner AS owner, c.relacl AS acl,
                CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'c' THEN NULL ELSE 'TABLE' END AS grantable
            FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'c') AND c.oid >= 16384
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'
                    AND c.relkind = 'S')
            UNION ALL
            SELECT 'pg_namespace:' || n.oid, 'SCHEMA', quote_ident(n.nspname), n.nspowner, n.nspacl, 'SCHEMA'
            FROM pg_catalog.pg_namespace n
            UNION ALL
            SELECT 'pg_type:' || t.oid, CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END,
                pg_catalog.format_type(t.oid, NULL), t.typowner, t.typacl, 'TYPE'
            FROM pg_catalog.pg_type t WHERE t.typtype IN ('e', 'd')
            UNION ALL
            SELECT 'pg_proc:' || p.oid, CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
                p.oid::regprocedure::text, p.proowner, p.proacl,
                CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END
            FROM pg_catalog.pg_proc p WHERE p.oid >= 16384 AND p.prokind IN ('f', 'p', 'w')
            """;

    static final String OWNERS = """
            SELECT o.key, 0 AS rank, o.kind || ' ' || o.object AS name,
                format('ALTER %s %s OWNER TO %I;', o.kind, o.object, pg_catalog.pg_get_userbyid(o.owner)) AS statement
            FROM (OWNED) o ORDER BY o.kind, o.object
            """.replace("OWNED", OWNED);

    /** Privileges that were ever changed: first nobody has any, then each grantee gets what was granted. */
    static final String GRANTS = """
            SELECT o.key, 0 AS rank, o.object AS name,
                format('REVOKE ALL ON %s %s FROM PUBLIC;', o.grantable, o.object)
                || coalesce((SELECT string_agg(format(E'\\nGRANT %s ON %s %s TO %s%s;', a.privilege_type, o.grantable, o.object,
                        CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END,
                        CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END), ''
                        ORDER BY pg_catalog.pg_get_userbyid(a.grantee)::text, a.privilege_type)
                    FROM pg_catalog.aclexplode(o.acl) a), '') AS statement
            FROM (OWNED) o WHERE o.acl IS NOT NULL AND o.grantable IS NOT NULL
            UNION ALL
            SELECT 'pg_class:' || c.attrelid, 1, c.attrelid::regclass || '.' || c.attname,
                (SELECT string_agg(format('GRANT %s (%I) ON TABLE %s TO %s%s;', a.privilege_type, c.attname,
                        c.attrelid::regclass,
                        CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END,
                        CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END), E'\\n'
                        ORDER BY pg_catalog.pg_get_userbyid(a.grantee)::text, a.privilege_type)
                 FROM pg_catalog.aclexplode(c.attacl) a)
            FROM pg_catalog.pg_attribute c WHERE c.attacl IS NOT NULL AND c.attrelid >= 16384 AND NOT c.attisdropped
            ORDER BY rank, name
            """.replace("OWNED", OWNED);

    static final String COMMENTS = """
            SELECT d.classoid::regclass || ':' || d.objoid AS key, 0 AS rank, i.type || ' ' || i.identity AS name,
                format('COMMENT ON %s %s IS %L;',
                    CASE WHEN i.type LIKE '% column' THEN 'COLUMN' WHEN i.type LIKE '%constraint' THEN 'CONSTRAINT'
                        ELSE upper(i.type) END,
                    CASE i.type WHEN 'domain constraint' THEN regexp_replace(i.identity, ' on ', ' ON DOMAIN ')
                        ELSE i.identity END,
                    d.description) AS statement
            FROM pg_catalog.pg_description d,
                pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) i
            WHERE d.objoid >= 16384 AND i.type IS NOT NULL
            ORDER BY name
            """;

    private JdbcGrantCatalog() {}
}
