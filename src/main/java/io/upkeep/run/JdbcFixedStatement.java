package io.upkeep.run;

import java.sql.PreparedStatement;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * A statement with named parameters whose text never changes, for what is executed thousands of times a second: it is put
 * into the driver's form once, not at each execution, and the driver finds what it prepared by the same string.
 */
final class JdbcFixedStatement {

    private final ParsedSql parsed;
    private final String text;

    JdbcFixedStatement(String sql) {
        this.parsed = NamedParameterUtils.parseSqlStatement(sql);
        this.text = NamedParameterUtils.substituteNamedParameters(parsed, null);
    }

    /** @param values each by name, as the driver takes them: null and arrays too, but no collection */
    <T> List<T> query(JdbcOperations jdbc, SqlParameterSource values, RowMapper<T> rows) {
        Object[] ordered = NamedParameterUtils.buildValueArray(parsed, values, null);
        return jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(text);
                    for (int i = 0; i < ordered.length; i++) {
                        statement.setObject(i + 1, ordered[i]);
                    }
                    return statement;
                },
                rows);
    }
}
