package io.upkeep.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server tells of a job, made fit for people. */
class JobTest {

    private static Job at(String url) {
        return new Job("7", url, Job.State.RUNNING, "building").at("https://ci.example.org");
    }

    @Test
    void a_page_that_a_browser_can_open_is_kept() {
        assertThat(at("https://ci.example.org/job/7/").url()).isEqualTo("https://ci.example.org/job/7/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "javascript:alert(1)", "<img src=x>", "https://ci.example.org/ and more", "http://x\u202ey"})
    void what_is_no_address_of_a_page_becomes_that_of_the_server(String url) {
        assertThat(at(url).url()).isEqualTo("https://ci.example.org");
    }
}
