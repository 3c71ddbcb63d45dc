package io.upkeep.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.approval.PeopleProperties.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeopleTest {

    @Test
    void ids_are_found_however_they_are_spelled() {
        People people = read(Map.of("Ada", new Entry(List.of("operations-lead"), "ada@example.org", "U012AB")));

        assertThat(people.find(" aDA ").orElseThrow())
                .isEqualTo(new Person("ada", Set.of("operations-lead"), "ada@example.org", "U012AB"));
        assertThat(people.find("adam")).isEmpty();
        assertThat(people.find(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "a b|operations-lead|-|-|person 'a b': id 'a b' is not valid",
                "ada|-|-|-|person 'ada': roles '' is not valid; write [operations-lead]",
                "ada|Operations Lead|-|-|roles 'Operations Lead' is not valid",
                "ada|operations-lead|nobody|-|write one address, such as ada@example.org",
                "ada|operations-lead|a@b.c,d@e.f|-|upkeep.people.ada.email",
                "ada|operations-lead|-|#general|upkeep.people.ada.slack"
            })
    void a_mistake_names_the_setting_its_value_and_a_right_one(
            String id, String role, String email, String slack, String words) {
        Entry entry = new Entry(role == null ? null : List.of(role), email, slack);

        assertThatThrownBy(() -> read(Map.of(id, entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void two_spellings_of_one_id_are_refused() {
        Map<String, Entry> twice = new LinkedHashMap<>();
        twice.put("ada", new Entry(List.of("management"), null, null));
        twice.put("ADA", new Entry(List.of("operations-lead"), null, null));

        assertThatThrownBy(() -> read(twice)).hasMessageContaining("declared twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "operations-lead|-",
                "operations-lead,technical-lead|-",
                "operations-lead,management|-",
                "operations-led|write one of management, operations-lead, technical-lead",
                "night-shift|add it to someone: upkeep.people.ada.roles: [night-shift]"
            })
    void says_what_is_wrong_with_the_roles_a_pipeline_asks(String roles, String problem) {
        assertProblem(Books.PEOPLE, roles, problem);
    }

    @Test
    void roles_that_only_one_person_has_cannot_both_be_asked() {
        People alone = new People(List.of(Books.person("ada", "operations-lead", "technical-lead")));

        assertProblem(alone, "operations-lead", null);
        assertProblem(alone, "operations-lead,technical-lead", "each role needs a person of its own");
        assertProblem(new People(List.of()), "operations-lead", "no person is declared");
    }

    @Test
    void nobodys_address_gets_into_a_log() {
        Person ada = new Person("ada", Set.of("management"), "ada@example.org", "U012AB");

        assertThat(ada.toString() + new Entry(List.of("management"), "ada@example.org", "U012AB"))
                .doesNotContain("example.org")
                .doesNotContain("U012AB");
    }

    private static void assertProblem(People people, String roles, String words) {
        var problem = people.problem(List.of(roles.split(",")));
        if (words == null) {
            assertThat(problem).isEmpty();
        } else {
            assertThat(problem).hasValueSatisfying(said -> assertThat(said).contains(words));
        }
    }

    private static People read(Map<String, Entry> entries) {
        return new PeopleProperties(entries).checked();
    }
}
