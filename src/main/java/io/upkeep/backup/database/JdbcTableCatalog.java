package io.upkeep.backup.database;

/** The catalogs' questions about tables and what belongs to them. */
final class JdbcTableCatalog {

    static final String COMPOSITES = """
            SELECT 'pg_class:' || c.oid AS key, 2 AS rank, n.nspname || '.' || c.relname AS name,
                format('CREATE TYPE %I.%I AS (%s);', n.nspname, c.relname,
                    (SELECT string_agg(format('%I %s', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)), ', '
                         ORDER BY a.attnum)
                     FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
                    AS statement
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_type t ON t.typrelid = c.oid
            WHERE c.relkind = 'c' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
            """;

    /** Plain defaults come later, as they may need what needs the table; generated ones must stand here. */
    private static final String COLUMNS = """
            SELECT string_agg(format(E'    %I %s%s%s%s', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
                    (SELECT format(' COLLATE %I.%I', cn.nspname, co.collname)
                     FROM pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
                     WHERE co.oid = a.attcollation
                       AND a.attcollation <> (SELECT b.typcollation FROM pg_catalog.pg_type b WHERE b.oid = a.atttypid)),
                    CASE WHEN a.attidentity <> '' THEN
                        (SELECT format(' GENERATED %s AS IDENTITY (SEQUENCE NAME %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s%s)',
                             CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, i.objid::regclass, s.seqincrement,
                             s.seqmin, s.seqmax, s.seqstart, s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' END)
                         FROM pg_catalog.pg_depend i JOIN pg_catalog.pg_sequence s ON s.seqrelid = i.objid
                         WHERE i.refobjid = c.oid AND i.refobjsubid = a.attnum AND i.deptype = 'i'
                           AND i.classid = 'pg_catalog.pg_class'::regclass AND i.refclassid = 'pg_catalog.pg_class'::regclass)
                    WHEN a.attgenerated = 's' THEN
                        (SELECT format(' GENERATED ALWAYS AS (%s) STORED', pg_catalog.pg_get_expr(g.adbin, g.adrelid))
                         FROM pg_catalog.pg_attrdef g WHERE g.adrelid = c.oid AND g.adnum = a.attnum)
                    END,
                    CASE WHEN a.attnotnull THEN ' NOT NULL' END), E',\\n' ORDER BY a.attnum)
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            """;

    static final String TABLES = """
            SELECT 'pg_class:' || c.oid AS key, 4 AS rank, n.nspname || '.' || c.relname AS name,
                format('CREATE %sTABLE %I.%I', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, n.nspname, c.relname)
                || CASE WHEN c.relispartition THEN
                    (SELECT format(' PARTITION OF %s %s', i.inhparent::regclass, pg_catalog.pg_get_expr(c.relpartbound, c.oid))
                     FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid)
                ELSE E' (\\n' || coalesce((COLUMNS), '') || E'\\n)' END
                || coalesce(' PARTITION BY ' || pg_catalog.pg_get_partkeydef(c.oid), '')
                || coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') || ';'
                || CASE WHEN c.relrowsecurity
                    THEN format(E'\\nALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY;', n.nspname, c.relname) ELSE '' END
                || CASE WHEN c.relforcerowsecurity
                    THEN format(E'\\nALTER TABLE %I.%I FORCE ROW LEVEL SECURITY;', n.nspname, c.relname) ELSE '' END
                    AS statement
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            """.replace("COLUMNS", COLUMNS);

    static final String DEFAULTS = """
            SELECT 'pg_attrdef:' || d.oid AS key, 6 AS rank, d.adrelid::regclass || '.' || a.attname AS name,
                format('ALTER TABLE ONLY %s ALTER COLUMN %I SET DEFAULT %s;', d.adrelid::regclass, a.attname,
                    pg_catalog.pg_get_expr(d.adbin, d.adrelid)) AS statement
            FROM pg_catalog.pg_attrdef d
            JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
            JOIN pg_catalog.pg_class c ON c.oid = d.adrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE a.attgenerated = '' AND NOT a.attisdropped
              AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
            """;

    static final String CONSTRAINTS = """
            SELECT 'pg_constraint:' || k.oid AS key, CASE k.contype WHEN 'f' THEN 8 ELSE 7 END AS rank,
                k.conrelid::regclass || '.' || k.conname AS name,
                format('ALTER TABLE %s%s ADD CONSTRAINT %I %s;', CASE c.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END,
                    k.conrelid::regclass, k.conname, pg_catalog.pg_get_constraintdef(k.oid)) AS statement
            FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE k.contype IN ('p', 'u', 'x', 'c', 'f') AND k.conparentid = 0 AND k.conislocal
              AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            """;

    /** An index on a partitioned table reads {@code ON ONLY}; made without it, the partitions get theirs. */
    static final String INDEXES = """
            SELECT 'pg_class:' || i.indexrelid AS key, 9 AS rank, i.indexrelid::regclass::text AS name,
                CASE c.relkind WHEN 'I' THEN replace(pg_catalog.pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
                    ELSE pg_catalog.pg_get_indexdef(i.indexrelid) END || ';' AS statement
            FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = i.indexrelid)
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                  WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = i.indrelid AND d.deptype = 'e')
            """;

    static final String TRIGGERS = """
            SELECT 'pg_trigger:' || t.oid AS key, 11 AS rank, t.tgrelid::regclass || '.' || t.tgname AS name,
                pg_catalog.pg_get_triggerdef(t.oid) || ';'
                || CASE t.tgenabled WHEN 'O' THEN ''
                    ELSE format(E'\\nALTER TABLE %s %s TRIGGER %I;', t.tgrelid::regclass,
                        CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END,
                        t.tgname) END AS statement
            FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            """;

    static final String POLICIES = """
            SELECT 'pg_policy:' || p.oid AS key, 12 AS rank, p.polrelid::regclass || '.' || p.polname AS name,
                format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s;', p.polname, p.polrelid::regclass,
                    CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                    CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                        WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                    (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_catalog.pg_get_userbyid(r)) END, ', '
                         ORDER BY r) FROM unnest(p.polroles) r),
                    ' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',
                    ' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')') AS statement
            FROM pg_catalog.pg_policy p
            """;

    private JdbcTableCatalog() {}
}
