package io.uftpengine.cli.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1DaemonSet;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.config.Options;
import io.uftpengine.core.config.Role;
import io.uftpengine.crypto.keystore.SenderList;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docker/kubernetes} is what Kubernetes accepts, and what it says fits together and the engine. */
class KubernetesManifestTest {
    private static final Path MANIFEST = Path.of("../docker/kubernetes/uftp-receivers.yaml");

    @TempDir
    Path dir;

    private final String text;
    private final List<Object> resources;

    KubernetesManifestTest() throws Exception {
        text = Files.readString(MANIFEST);
        resources = KubernetesManifest.read(text);
    }

    private <T> T only(Class<T> type) {
        List<T> all =
                resources.stream().filter(type::isInstance).map(type::cast).toList();
        assertEquals(1, all.size(), type::getName);
        return all.get(0);
    }

    private V1PodSpec pod() {
        return only(V1DaemonSet.class).getSpec().getTemplate().getSpec();
    }

    private V1Container receiver() {
        assertEquals(1, pod().getContainers().size());
        return pod().getContainers().get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hostNetwork: true | hostNetwrk: true | hostNetwrk",
                "containerPort: 1044 | containerPort: uftp | uftp",
                "args: [\"receive\" | arguments: [\"receive\" | arguments",
                "readOnlyRootFilesystem: true | readOnlyRootFileSystem: true | readOnlyRootFileSystem",
                "periodSeconds: 10 | periodSecond: 10 | periodSecond",
                "mountPath: /tmp | path: /tmp | path",
                "requests: {cpu: 250m | request: {cpu: 250m | request",
                "kind: DaemonSet | kind: DeamonSet | DeamonSet",
                "apiVersion: apps/v1 | apiVersion: apps/v1beta1 | v1beta1",
                "dnsPolicy: ClusterFirstWithHostNet | hostNetwork: true | hostNetwork",
            })
    void shouldNotAcceptAMistake(String right, String wrong, String named) {
        assertTrue(text.contains(right), right);
        RuntimeException fault =
                assertThrows(RuntimeException.class, () -> KubernetesManifest.read(text.replace(right, wrong)));
        assertTrue(fault.getMessage().contains(named), fault::getMessage);
    }

    @Test
    void shouldSelectItsOwnPods() {
        V1DaemonSet set = only(V1DaemonSet.class);
        assertEquals(
                set.getSpec().getSelector().getMatchLabels(),
                set.getSpec().getTemplate().getMetadata().getLabels());
    }

    @Test
    void shouldMountWhatThereIs() {
        Set<String> volumes = pod().getVolumes().stream().map(V1Volume::getName).collect(Collectors.toSet());
        assertEquals(
                volumes,
                receiver().getVolumeMounts().stream()
                        .map(V1VolumeMount::getName)
                        .collect(Collectors.toSet()));
        for (V1Volume volume : pod().getVolumes()) {
            if (volume.getConfigMap() != null) {
                assertEquals(
                        only(V1ConfigMap.class).getMetadata().getName(),
                        volume.getConfigMap().getName());
            } else if (volume.getSecret() != null) {
                assertEquals(
                        only(V1Secret.class).getMetadata().getName(),
                        volume.getSecret().getSecretName());
            }
        }
    }

    @Test
    void shouldGiveSettingsThatTheEngineKnows() throws Exception {
        Properties settings = new Properties();
        settings.load(new StringReader(only(V1ConfigMap.class).getData().get("receive.properties")));
        for (String name : settings.stringPropertyNames()) {
            assertTrue(Options.find(Role.RECEIVE, name).isPresent(), name);
        }
        List<String> mounted = receiver().getVolumeMounts().stream()
                .map(V1VolumeMount::getMountPath)
                .toList();
        assertTrue(mounted.contains(settings.getProperty("dest-dir")), mounted::toString);
        Path senders = Path.of(settings.getProperty("servers"));
        assertTrue(mounted.contains(senders.getParent().toString()), mounted::toString);
        assertEquals(
                Set.of(senders.getFileName().toString()),
                only(V1Secret.class).getStringData().keySet());
        Path list = Files.writeString(
                dir.resolve("senders"), only(V1Secret.class).getStringData().get("senders"));
        assertEquals(1, SenderList.read(list).entries().size());
        assertTrue(receiver().getEnv().stream().anyMatch(one -> one.getName().equals("UFTP_ENGINE_RECEIVE_METRICS")));
    }

    /** Kubernetes puts the node's address there, of either family, as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
    void shouldServeMetricsOnTheNodesAddress(String hostIp) throws Exception {
        String value = receiver().getEnv().stream()
                .filter(one -> one.getName().equals("UFTP_ENGINE_RECEIVE_METRICS"))
                .findFirst()
                .orElseThrow()
                .getValue();
        ListenAddress address = ListenAddress.parse(value.replace("$(HOST_IP)", hostIp));
        assertEquals(new ListenAddress(hostIp, metricsPort()), address);
        assertEquals(
                metricsPort() + "",
                only(V1DaemonSet.class)
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getAnnotations()
                        .get("prometheus.io/port"));
    }

    private int metricsPort() {
        return receiver().getPorts().stream()
                .filter(port -> "metrics".equals(port.getName()))
                .findFirst()
                .orElseThrow()
                .getContainerPort();
    }

    @Test
    void shouldBeConfinedAndWatched() {
        assertTrue(pod().getSecurityContext().getRunAsNonRoot());
        assertNotEquals(0, pod().getSecurityContext().getRunAsUser());
        assertFalse(pod().getAutomountServiceAccountToken());
        V1Container receiver = receiver();
        assertEquals(
                List.of("ALL"), receiver.getSecurityContext().getCapabilities().getDrop());
        assertTrue(receiver.getSecurityContext().getReadOnlyRootFilesystem());
        assertFalse(receiver.getSecurityContext().getAllowPrivilegeEscalation());
        assertEquals(Set.of("memory"), receiver.getResources().getLimits().keySet());
        assertEquals(
                Set.of("cpu", "memory"), receiver.getResources().getRequests().keySet());
        assertEquals("/livez", receiver.getLivenessProbe().getHttpGet().getPath());
        assertEquals("/readyz", receiver.getReadinessProbe().getHttpGet().getPath());
        List<String> ports =
                receiver.getPorts().stream().map(port -> port.getName()).toList();
        assertTrue(ports.contains(
                receiver.getReadinessProbe().getHttpGet().getPort().getStrValue()));
        // With the node's network, both have to be the same.
        receiver.getPorts().forEach(port -> assertEquals(port.getContainerPort(), port.getHostPort()));
    }
}
