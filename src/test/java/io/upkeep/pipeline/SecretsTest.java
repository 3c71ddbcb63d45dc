package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SecretsTest {

    private static final Map<String, Object> SETTINGS = Map.of(
            "my.password", "hunter2-and-3",
            "other.password", "short",
            "vault.token", "hunter2-and-3-and-more",
            "signing.secret", """
                    -----BEGIN PRIVATE KEY-----
                    MC4CAQAwBQYDK2VwBCIEIAbcdefgh
                    the end
                    -----END PRIVATE KEY-----
                    """,
            "my.user", "somebody-with-a-name");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login with hunter2-and-3 failed | login with •••• failed",
                "hunter2-and-3-and-more, hunter2-and-3 | ••••, ••••",
                "one line of a key: MC4CAQAwBQYDK2VwBCIEIAbcdefgh | one line of a key: ••••",
                "this is the end of a short line | this is the end of a short line",
                "-----BEGIN PRIVATE KEY----- | -----BEGIN PRIVATE KEY-----",
                "somebody-with-a-name | somebody-with-a-name",
            })
    void secrets_are_hidden_whole_or_line_by_line_and_nothing_else_is(String text, String shown) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", SETTINGS));

        assertThat(new Secrets(environment).hide(text)).isEqualTo(shown);
    }
}
