package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.upkeep.sandbox.HostTree;
import io.upkeep.sandbox.Sandbox;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kamelets as shipped: on a sandbox host, and with the real command where the machine has it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ToolKameletsTest {

    private static final Path ROUTES = Path.of("routes").toAbsolutePath();
    private final Sandbox sandbox = Sandbox.shared();
    private final HostTree control = sandbox.hosts().host("api-1").tree();
    private FleetFixture fleet;
    private FleetFixture real;

    @TempDir
    Path directory;

    @BeforeEach
    void estate() throws Exception {
        URI address = URI.create(sandbox.hosts().host("api-1").address());
        Target target = new Target("control-1", TargetKind.HOST, Set.of("web"), address, "", "");
        fleet = FleetFixture.on(
                ROUTES, sandbox.hosts().knownHosts(), sandbox.hosts().privateKey(), List.of(target));
        control.write("srv/ansible/site.yml", "- hosts: all\n");
        control.write("srv/ansible/inventory", "web-1 ansible_connection=local\n");
        control.write("srv/puppet/site.pp", "include nginx\n");
        control.write("srv/terraform/main.tf", "resource \"terraform_data\" \"one\" {}\n");
    }

    @AfterEach
    void heal() throws Exception {
        fleet.close();
        if (real != null) {
            real.close();
        }
        try (Stream<Path> marks = Files.list(control.path("run/sandbox"))) {
            for (Path mark : marks.filter(file -> file.getFileName().toString().startsWith("fail-"))
                    .toList()) {
                Files.delete(mark);
            }
        }
        Files.deleteIfExists(control.path("srv/terraform/terraform.tfstate"));
    }

    private static Exchange call(FleetFixture on, String run, String kamelet, String parameters) throws Exception {
        on.camel().getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
        String start = "direct:" + UUID.randomUUID();
        String route = "- route: {from: {uri: \"%s\", steps: [{to: {uri: \"kamelet:%s\", parameters: {%s}}}]}}\n"
                .formatted(start, kamelet, parameters);
        PluginHelper.getRoutesLoader(on.camel())
                .loadRoutes(ResourceHelper.fromString(start.substring(7) + ".camel.yaml", route));
        return on.send(start, exchange -> {
            exchange.setVariable("runId", run);
            exchange.setVariable("pipeline", "test");
            exchange.setVariable("siteName", "it's \"here\"; $(touch /tmp/spliced) {{ 1 }} ä");
        });
    }

    private Exchange call(String kamelet, String parameters) throws Exception {
        return call(fleet, "run-1", kamelet, parameters);
    }

    private static String output(Exchange exchange, String host) throws Exception {
        return String.valueOf(FleetFixture.of(exchange, host).get("stdout"));
    }

    private static String failure(Exchange exchange) {
        return FleetFixture.failure(exchange).getMessage();
    }

    @Test
    void a_playbook_gets_variables_untouched_by_the_shell_and_its_recap_is_the_result() throws Exception {
        Exchange done = call(
                "ansible-playbook-action",
                "host: control-1, directory: /srv/ansible, playbook: site.yml, variables: siteName");

        assertThat(output(done, "control-1")).contains("web-1 : ok=2 changed=1");
        assertThat(control.read("run/sandbox/ansible-variables.json"))
                .contains("it's \\\"here\\\"; $(touch /tmp/spliced)");
        assertThat(Path.of("/tmp/spliced")).doesNotExist();
    }

    @Test
    void a_playbook_fails_the_step_when_a_task_or_host_fails_no_host_matches_or_it_is_not_there() throws Exception {
        String site = "host: control-1, directory: /srv/ansible, playbook: site.yml";
        control.write("run/sandbox/fail-ansible", "2");
        assertThat(failure(call("ansible-playbook-action", site))).contains("a task failed on at least one host");
        control.write("run/sandbox/fail-ansible", "4");
        assertThat(failure(call("ansible-playbook-action", site))).contains("could not be reached");
        control.write("run/sandbox/fail-ansible", "0");
        control.write("srv/ansible/inventory", "# nobody\n");
        assertThat(failure(call("ansible-playbook-action", site))).contains("no host of inventory matched");
        assertThat(failure(call("ansible-playbook-action", site.replace("site.yml", "none.yml"))))
                .contains("none.yml");
    }

    @Test
    void what_was_planned_is_what_is_applied_and_a_second_plan_finds_nothing() throws Exception {
        String network = "host: control-1, directory: /srv/terraform";

        assertThat(output(call("terraform-plan-action", network), "control-1"))
                .endsWith("plan: something would change\n");
        assertThat(output(call("terraform-apply-action", network), "control-1")).contains("Apply complete");
        assertThat(output(call(fleet, "run-2", "terraform-plan-action", network), "control-1"))
                .endsWith("plan: nothing would change\n");
        assertThat(failure(call(fleet, "run-3", "terraform-apply-action", network)))
                .contains("this run has no plan");
    }

    @Test
    void a_stale_plan_and_a_configuration_that_cannot_be_planned_fail_the_step() throws Exception {
        String network = "host: control-1, directory: /srv/terraform";
        call(fleet, "run-1", "terraform-plan-action", network);
        call(fleet, "run-2", "terraform-plan-action", network);
        output(call(fleet, "run-2", "terraform-apply-action", network), "control-1");

        assertThat(failure(call(fleet, "run-1", "terraform-apply-action", network)))
                .contains("stale");
        control.write("run/sandbox/fail-terraform", "");
        assertThat(failure(call("terraform-plan-action", network))).contains("could not be planned");
    }

    @Test
    void plans_that_nobody_applied_for_a_month_are_removed_for_they_hold_secrets() throws Exception {
        Path plans = control.path("srv/terraform/.terraform");
        Files.createDirectories(plans);
        Path old = Files.writeString(plans.resolve("upkeep-run-old.tfplan"), "secret");
        Path young = Files.writeString(plans.resolve("upkeep-run-young.tfplan"), "secret");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(32))));
        Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofDays(20))));

        output(call("terraform-plan-action", "host: control-1, directory: /srv/terraform"), "control-1");

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(plans.resolve("upkeep-run-1.tfplan")).exists();
    }

    @Test
    void a_directory_that_is_not_there_is_named_with_the_parameter_to_mend() throws Exception {
        for (String kamelet : List.of("ansible-playbook-action", "terraform-plan-action", "terraform-apply-action")) {
            String more = kamelet.startsWith("ansible") ? ", playbook: site.yml" : "";
            assertThat(failure(call(kamelet, "host: control-1, directory: /srv/none" + more)))
                    .contains("there is no directory /srv/none on this host", "(directory)");
        }
    }

    @Test
    void puppet_and_chef_are_judged_by_their_exit_codes() throws Exception {
        assertThat(output(call("puppet-agent-action", "hosts: \"label:web\""), "control-1"))
                .contains("puppet: changed");
        assertThat(control.read("var/log/shims.log")).contains("puppet agent --onetime");
        control.write("run/sandbox/fail-puppet", "6");
        assertThat(failure(call("puppet-agent-action", "hosts: \"label:web\"")))
                .contains("resources failed (exit code 6)");
        control.write("run/sandbox/fail-puppet", "1");
        assertThat(failure(call("puppet-agent-action", "hosts: \"label:web\", check: true")))
                .contains("did not run");
        assertThat(control.read("var/log/shims.log")).contains("--noop");

        assertThat(output(call("chef-client-action", "hosts: \"label:web\""), "control-1"))
                .contains("chef: converged");
        control.write("run/sandbox/fail-chef", "37");
        assertThat(output(call("chef-client-action", "hosts: \"label:web\""), "control-1"))
                .contains("a reboot is needed");
        control.write("run/sandbox/fail-chef", "1");
        assertThat(failure(call("chef-client-action", "hosts: \"label:web\"")))
                .contains("the run failed (exit code 1)");
    }

    @Test
    void a_check_of_chef_says_whether_something_would_change_and_not_that_it_converged() throws Exception {
        String check = "hosts: \"label:web\", check: true";

        assertThat(output(call("chef-client-action", check), "control-1")).endsWith("chef: something would change\n");
        assertThat(control.read("var/log/shims.log")).contains("--why-run");
        control.write("run/sandbox/chef-would", "0");
        assertThat(output(call("chef-client-action", check), "control-1")).endsWith("chef: nothing to do\n");
        Files.delete(control.path("run/sandbox/chef-would"));
    }

    @Test
    void a_host_without_the_tool_is_told_from_a_tool_that_fails() throws Exception {
        real = FleetFixture.of(directory, 1);
        Files.createSymbolicLink(directory.resolve("kamelets"), ROUTES.resolve("kamelets"));
        String plan = "host: api-1, directory: /";
        Map<String, List<String>> tools = Map.of(
                "chef-client", List.of("chef-client-action", "hosts: \"name:api-1\", sudo: false"),
                "puppet", List.of("puppet-agent-action", "hosts: \"name:api-1\", sudo: false"),
                "terraform", List.of("terraform-plan-action", plan));

        for (Map.Entry<String, List<String>> tool : tools.entrySet()) {
            if (!isInstalled(tool.getKey())) {
                List<String> kamelet = tool.getValue();
                assertThat(failure(call(real, "run-" + tool.getKey(), kamelet.get(0), kamelet.get(1))))
                        .contains("there is no command %s on this host".formatted(tool.getKey()), "(host");
            }
        }
    }

    @Test
    void puppet_without_a_server_applies_the_manifest_that_is_named_and_a_check_says_what_would_change()
            throws Exception {
        String site = "hosts: \"label:web\", manifest: /srv/puppet/site.pp";

        assertThat(output(call("puppet-agent-action", site + ", check: true"), "control-1"))
                .endsWith("puppet: something would change\n");
        assertThat(output(call("puppet-agent-action", site + ", environment: staging, tags: nginx"), "control-1"))
                .endsWith("puppet: changed\n");
        assertThat(control.read("var/log/shims.log"))
                .containsPattern("puppet apply .*--environment=staging --tags=nginx /.*/srv/puppet/site.pp");
        control.write("run/sandbox/fail-puppet", "0");
        assertThat(output(call("puppet-agent-action", site + ", check: true"), "control-1"))
                .endsWith("puppet: nothing to do\n");
        control.write("run/sandbox/fail-puppet", "4");
        assertThat(failure(call("puppet-agent-action", site))).contains("resources failed (exit code 4)");
        control.write("run/sandbox/fail-puppet", "1");
        assertThat(failure(call("puppet-agent-action", site)))
                .contains("the manifest /srv/puppet/site.pp did not run (exit code 1)");
    }

    @Test
    void a_manifest_that_is_not_there_or_not_absolute_is_named_with_the_parameter_to_mend() throws Exception {
        String site = "hosts: \"label:web\", manifest: ";

        assertThat(failure(call("puppet-agent-action", site + "/srv/none.pp")))
                .contains("there is no manifest /srv/none.pp on this host", "(manifest)");
        assertThat(failure(call("puppet-agent-action", site + "site.pp")))
                .contains("'site.pp' is not absolute", "(manifest)");
    }

    @Test
    void the_real_ansible_does_as_the_stand_in_does() throws Exception {
        assumeTrue(isInstalled("ansible-playbook"), "ansible-core is not installed");
        real = FleetFixture.of(directory, 1);
        Files.createSymbolicLink(directory.resolve("kamelets"), ROUTES.resolve("kamelets"));
        Path here = Files.createDirectory(real.host(1).root().resolve("ansible"));
        Path made = here.resolve("made");
        Files.writeString(
                here.resolve("inventory"), "here ansible_connection=local ansible_python_interpreter=python3\n");
        Files.writeString(here.resolve("site.yml"), """
                - hosts: all
                  gather_facts: false
                  tasks:
                    - copy: {content: "{{ siteName }}", dest: "%s"}
                """.formatted(made));
        String site = "host: api-1, directory: /ansible, playbook: site.yml, variables: siteName";

        assertThat(output(call(real, "run-1", "ansible-playbook-action", site + ", check: true"), "api-1"))
                .contains("changed=1");
        assertThat(made).doesNotExist();
        output(call(real, "run-2", "ansible-playbook-action", site), "api-1");
        assertThat(Files.readString(made)).startsWith("it's \"here\"; $(touch /tmp/spliced)");

        Files.writeString(
                here.resolve("bad.yml"), "- {hosts: all, gather_facts: false, tasks: [{command: /bin/false}]}\n");
        assertThat(failure(call(real, "run-3", "ansible-playbook-action", site.replace("site.yml", "bad.yml"))))
                .contains("a task failed");
        assertThat(failure(call(real, "run-4", "ansible-playbook-action", site + ", limit: nobody")))
                .containsAnyOf("no host of", "could not be run");
    }

    @Test
    void the_real_terraform_does_as_the_stand_in_does() throws Exception {
        assumeTrue(isInstalled("terraform"), "terraform is not installed");
        real = FleetFixture.of(directory, 1);
        Files.createSymbolicLink(directory.resolve("kamelets"), ROUTES.resolve("kamelets"));
        Path network = Files.createDirectory(real.host(1).root().resolve("network"));
        Files.writeString(network.resolve("main.tf"), """
                variable "siteName" { type = string }
                resource "terraform_data" "site" { input = var.siteName }
                """);
        String plan = "host: api-1, directory: /network, variables: siteName";
        String apply = "host: api-1, directory: /network";

        assertThat(output(call(real, "run-1", "terraform-plan-action", plan), "api-1"))
                .endsWith("plan: something would change\n");
        assertThat(output(call(real, "run-1", "terraform-apply-action", apply), "api-1"))
                .contains("Apply complete");
        assertThat(Files.readString(network.resolve("terraform.tfstate"))).contains("$(touch /tmp/spliced)");
        assertThat(output(call(real, "run-2", "terraform-plan-action", plan), "api-1"))
                .endsWith("plan: nothing would change\n");
        Files.writeString(network.resolve("main.tf"), "resource {\n");
        assertThat(failure(call(real, "run-3", "terraform-plan-action", plan))).contains("terraform");
    }

    private static boolean isInstalled(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + command).start().waitFor() == 0;
    }
}
