package io.uftpengine.cli.operations;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.TypeAdapter;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1DaemonSet;
import io.kubernetes.client.openapi.models.V1Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads manifests as Kubernetes does with strict field validation: unknown and missing fields and wrong types are errors. */
final class KubernetesManifest {
    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1 ConfigMap", V1ConfigMap.class, "v1 Secret", V1Secret.class, "apps/v1 DaemonSet", V1DaemonSet.class);

    private KubernetesManifest() {}

    /** The resources in their order; throws an {@link IllegalArgumentException} that names the field. */
    static List<Object> read(String text) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        List<Object> resources = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(strict)).loadAll(text)) {
            JsonElement json = new Gson().toJsonTree(document);
            String kind = json.getAsJsonObject().get("apiVersion").getAsString() + " "
                    + json.getAsJsonObject().get("kind").getAsString();
            Class<?> type = KINDS.get(kind);
            if (type == null) {
                throw new IllegalArgumentException("no such kind: " + kind);
            }
            resources.add(adapter(type).fromJsonTree(json));
        }
        return resources;
    }

    private static TypeAdapter<?> adapter(Class<?> type) {
        return JSON.getGson().getAdapter(type);
    }
}
