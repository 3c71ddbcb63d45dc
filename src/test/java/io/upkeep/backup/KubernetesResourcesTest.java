package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesResourcesTest {

    private static final String LIST = """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: apps/v1
              kind: Deployment
              metadata:
                name: api
                namespace: queue
                uid: 1-2-3
                resourceVersion: "77"
                managedFields: [{manager: kubectl}]
                annotations:
                  kubectl.kubernetes.io/last-applied-configuration: "{}"
                  team: queue
              spec: {replicas: 2}
              status: {readyReplicas: 2}
            - apiVersion: v1
              kind: Secret
              metadata: {name: token, namespace: queue}
              data: {password: Z2VoZWlt}
            ---
            apiVersion: v1
            items: []
            kind: List
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: queue}
            """;

    @TempDir
    Path directory;

    private KubernetesResources read(String yaml) throws IOException {
        return KubernetesResources.read(
                "kubernetes/api-1", Files.writeString(directory.resolve("list.yaml"), yaml), false);
    }

    @Test
    void one_file_per_object_without_what_the_cluster_makes_itself() throws IOException {
        KubernetesResources resources = read(LIST);
        assertThat(resources.byPath().keySet())
                .containsExactly("_cluster/Namespace-queue.yaml", "queue/Deployment-api.yaml");
        assertThat(resources.byPath().get("queue/Deployment-api.yaml"))
                .contains("replicas: 2", "team: queue")
                .doesNotContain("status", "managedFields", "uid", "resourceVersion", "last-applied");
    }

    @Test
    void secrets_are_left_out_and_named() throws IOException {
        KubernetesResources resources = read(LIST);
        assertThat(resources.leftOut()).containsExactly("queue/Secret-token");
        assertThat(resources.byPath().toString()).doesNotContain("Z2VoZWlt");
    }

    @Test
    void hostile_answers_are_refused() {
        assertThatThrownBy(() -> read(LIST.replace("name: api", "name: ../../etc/x")))
                .isInstanceOf(BackupRefused.class);
        assertThatThrownBy(() -> read("a: [1"))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("not print YAML");
        assertThatThrownBy(() -> read("- just\n- text\n")).isInstanceOf(BackupRefused.class);
        assertThatThrownBy(() -> read("!!java.net.URL [http://x]\n")).isInstanceOf(BackupRefused.class);
        assertThatThrownBy(() -> read(LIST + LIST.replaceAll("(?s)^.*---\n", "---\n")))
                .hasMessageContaining("twice");
    }
}
