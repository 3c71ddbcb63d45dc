package io.upkeep.backup.database;

import java.util.List;

/** The questions that are asked of PostgreSQL's catalogs (13 and newer). Each object gives key, rank, name, statement. */
final class JdbcSchemaCatalog {

    private static final String SCHEMAS = """
            SELECT 'pg_namespace:' || n.oid AS key, 0 AS rank, n.nspname::text AS name,
                format('CREATE SCHEMA %I;', n.nspname) AS statement
            FROM pg_catalog.pg_namespace n
            WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
            """;

    private static final String EXTENSIONS = """
            SELECT 'pg_extension:' || e.oid AS key, 1 AS rank, e.extname::text AS name,
                format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I;', e.extname, n.nspname) AS statement
            FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname <> 'plpgsql'
            """;

    private static final String TYPES = """
            SELECT 'pg_type:' || t.oid AS key, 2 AS rank, n.nspname || '.' || t.typname AS name,
                CASE t.typtype WHEN 'e' THEN
                    format('CREATE TYPE %I.%I AS ENUM (%s);', n.nspname, t.typname,
                        (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                         FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid))
                ELSE
                    format('CREATE DOMAIN %I.%I AS %s%s%s%s%s;', n.nspname, t.typname,
                        pg_catalog.format_type(t.typbasetype, t.typtypmod),
                        (SELECT format(' COLLATE %I.%I', cn.nspname, c.collname)
                         FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace cn ON cn.oid = c.collnamespace
                         WHERE c.oid = t.typcollation
                           AND t.typcollation <> (SELECT b.typcollation FROM pg_catalog.pg_type b WHERE b.oid = t.typbasetype)),
                        ' DEFAULT ' || t.typdefault,
                        CASE WHEN t.typnotnull THEN ' NOT NULL' END,
                        (SELECT string_agg(format(' CONSTRAINT %I %s', c.conname, pg_catalog.pg_get_constraintdef(c.oid)), ''
                             ORDER BY c.conname)
                         FROM pg_catalog.pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c'))
                END AS statement
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            WHERE t.typtype IN ('e', 'd') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
            """;

    private static final String SEQUENCES = """
            SELECT 'pg_class:' || c.oid AS key, 3 AS rank, n.nspname || '.' || c.relname AS name,
                format('CREATE SEQUENCE %I.%I AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s%s;',
                    n.nspname, c.relname, pg_catalog.format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax,
                    s.seqstart, s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' END)
                || coalesce((SELECT format(E'\\nALTER SEQUENCE %I.%I OWNED BY %s.%I;', n.nspname, c.relname,
                        o.refobjid::regclass, a.attname)
                    FROM pg_catalog.pg_depend o
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = o.refobjid AND a.attnum = o.refobjsubid
                    WHERE o.classid = 'pg_catalog.pg_class'::regclass AND o.objid = c.oid AND o.deptype = 'a'), '')
                    AS statement
            FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i'))
            """;

    private static final String FUNCTIONS = """
            SELECT 'pg_proc:' || p.oid AS key, 5 AS rank, p.oid::regprocedure::text AS name,
                rtrim(pg_catalog.pg_get_functiondef(p.oid), E' \\n') || ';' AS statement
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            WHERE p.prokind IN ('f', 'p', 'w') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
            """;

    private static final String VIEWS = """
            SELECT 'pg_class:' || c.oid AS key, 10 AS rank, n.nspname || '.' || c.relname AS name,
                format(E'CREATE %s %I.%I%s AS\\n%s%s;', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END,
                    n.nspname, c.relname, ' WITH (' || array_to_string(c.reloptions, ', ') || ')',
                    rtrim(pg_catalog.pg_get_viewdef(c.oid), E'; \\n'),
                    CASE c.relkind WHEN 'm' THEN E'\\nWITH NO DATA' END) AS statement
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('v', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            """;

    /** Every object, in no order. */
    static final List<String> OBJECTS = List.of(
            SCHEMAS,
            EXTENSIONS,
            TYPES,
            SEQUENCES,
            FUNCTIONS,
            VIEWS,
            JdbcTableCatalog.COMPOSITES,
            JdbcTableCatalog.TABLES,
            JdbcTableCatalog.DEFAULTS,
            JdbcTableCatalog.CONSTRAINTS,
            JdbcTableCatalog.INDEXES,
            JdbcTableCatalog.TRIGGERS,
            JdbcTableCatalog.POLICIES);

    /** What is said about objects, after all of them are there. */
    static final List<String> ABOUT_OBJECTS =
            List.of(JdbcGrantCatalog.OWNERS, JdbcGrantCatalog.GRANTS, JdbcGrantCatalog.COMMENTS);

    /** Which object needs which; both as keys that may be aliases. */
    static final String NEEDS = """
            SELECT d.classid::regclass || ':' || d.objid AS key, d.refclassid::regclass || ':' || d.refobjid AS needed
            FROM pg_catalog.pg_depend d
            WHERE d.deptype IN ('n', 'a', 'i', 'P', 'S') AND d.objid >= 16384 AND d.refobjid >= 16384
            """;

    /** Keys that stand for another object. */
    static final String ALIASES = """
            SELECT 'pg_rewrite:' || oid AS key, 'pg_class:' || ev_class AS object FROM pg_catalog.pg_rewrite
            UNION ALL
            SELECT 'pg_type:' || oid, 'pg_class:' || typrelid FROM pg_catalog.pg_type WHERE typrelid <> 0
            UNION ALL
            SELECT 'pg_type:' || oid, 'pg_type:' || typelem FROM pg_catalog.pg_type WHERE typelem <> 0 AND typcategory = 'A'
            UNION ALL
            SELECT 'pg_attrdef:' || d.oid, 'pg_class:' || d.adrelid FROM pg_catalog.pg_attrdef d
            JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE a.attgenerated <> ''
            UNION ALL
            SELECT 'pg_constraint:' || oid, 'pg_type:' || contypid FROM pg_catalog.pg_constraint WHERE contypid <> 0
            UNION ALL
            SELECT 'pg_class:' || conindid, 'pg_constraint:' || oid FROM pg_catalog.pg_constraint
            WHERE conindid <> 0 AND contype IN ('p', 'u', 'x')
            UNION ALL
            SELECT classid::regclass || ':' || objid, 'pg_extension:' || refobjid FROM pg_catalog.pg_depend WHERE deptype = 'e'
            """;

    /** Kinds of objects that are not written, with their number; no row when there are none. */
    static final String NOT_WRITTEN = """
            WITH own AS (
                SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ), member AS (SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'), other AS (
                SELECT 'aggregate' AS kind, oid, 'pg_catalog.pg_proc'::regclass AS class FROM pg_catalog.pg_proc
                WHERE prokind = 'a' AND pronamespace IN (SELECT oid FROM own)
                UNION ALL SELECT 'base or range type', oid, 'pg_catalog.pg_type'::regclass FROM pg_catalog.pg_type
                WHERE (typtype = 'r' OR typtype = 'b' AND typcategory <> 'A') AND typnamespace IN (SELECT oid FROM own)
                UNION ALL SELECT 'foreign or typed table', oid, 'pg_catalog.pg_class'::regclass FROM pg_catalog.pg_class
                WHERE (relkind = 'f' OR reloftype <> 0) AND relnamespace IN (SELECT oid FROM own)
                UNION ALL SELECT 'inherited table', c.oid, 'pg_catalog.pg_class'::regclass FROM pg_catalog.pg_class c
                JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid
                WHERE c.relkind = 'r' AND NOT c.relispartition AND c.relnamespace IN (SELECT oid FROM own)
                UNION ALL SELECT 'rule', oid, 'pg_catalog.pg_rewrite'::regclass FROM pg_catalog.pg_rewrite
                WHERE rulename <> '_RETURN' AND oid >= 16384
                UNION ALL SELECT 'operator', oid, 'pg_catalog.pg_operator'::regclass FROM pg_catalog.pg_operator
                WHERE oprnamespace IN (SELECT oid FROM own)
                UNION ALL SELECT 'operator class', oid, 'pg_catalog.pg_opclass'::regclass FROM pg_catalog.pg_opclass
                WHERE opcnamespace IN (SELECT oid FROM own)
                UNION ALL SELECT 'collation', oid, 'pg_catalog.pg_collation'::regclass FROM pg_catalog.pg_collation
                WHERE collnamespace IN (SELECT oid FROM own)
                UNION ALL SELECT 'text search object', oid, 'pg_catalog.pg_ts_config'::regclass FROM pg_catalog.pg_ts_config
                WHERE cfgnamespace IN (SELECT oid FROM own)
                UNION ALL SELECT 'text search object', oid, 'pg_catalog.pg_ts_dict'::regclass FROM pg_catalog.pg_ts_dict
                WHERE dictnamespace IN (SELECT oid FROM own)
                UNION ALL SELECT 'statistics object', oid, 'pg_catalog.pg_statistic_ext'::regclass FROM pg_catalog.pg_statistic_ext
                UNION ALL SELECT 'cast', oid, 'pg_catalog.pg_cast'::regclass FROM pg_catalog.pg_cast WHERE oid >= 16384
                UNION ALL SELECT 'event trigger', oid, 'pg_catalog.pg_event_trigger'::regclass FROM pg_catalog.pg_event_trigger
                UNION ALL SELECT 'publication', oid, 'pg_catalog.pg_publication'::regclass FROM pg_catalog.pg_publication
                UNION ALL SELECT 'foreign server', oid, 'pg_catalog.pg_foreign_server'::regclass FROM pg_catalog.pg_foreign_server
                UNION ALL SELECT 'default privilege', oid, 'pg_catalog.pg_default_acl'::regclass FROM pg_catalog.pg_default_acl
            )
            SELECT count(*) || ' ' || kind FROM other
            WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = other.class AND m.objid = other.oid)
            GROUP BY kind ORDER BY kind
            """;

    private JdbcSchemaCatalog() {}
}
