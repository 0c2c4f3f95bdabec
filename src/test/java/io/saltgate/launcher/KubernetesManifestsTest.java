package io.saltgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The manifests for Kubernetes have only members that its API has, of the right types. The schemas are those that
 * Fabric8 makes of Kubernetes 1.29; no cluster is run under test.
 */
class KubernetesManifestsTest {

    private static final Path FOLDER = Path.of("server-config/kubernetes");
    private static final String KUSTOMIZATION = "kustomization.yaml";
    private static final String SCHEMA = "schema/kube-schema.json";
    private static final JsonMapper JSON = new JsonMapper();

    /** What the schemas describe as Java's types: here as manifests have it. */
    private static final Map<String, String> SCALARS = Map.of(
            "kubernetes_apimachinery_pkg_util_intstr_IntOrString", "{\"type\":[\"integer\",\"string\"]}",
            "k8s_io_apimachinery_pkg_api_resource_Quantity", "{\"type\":\"string\"}");

    @TestFactory
    Stream<DynamicTest> everyManifestFitsTheSchemaOfItsKind() throws IOException {
        List<ObjectNode> schemas = schemas();
        return manifests()
                .map(manifest -> dynamicTest(
                        manifest.path("kind").stringValue() + " "
                                + manifest.at("/metadata/name").stringValue(),
                        () -> assertThat(mistakes(schemas, manifest)).isEmpty()));
    }

    @Test
    void aMemberThatKubernetesDoesNotKnowIsFound() throws IOException {
        List<ObjectNode> schemas = schemas();
        JsonNode deployment = manifests()
                .filter(manifest -> manifest.path("kind").asString().equals("Deployment"))
                .findFirst()
                .orElseThrow();
        ObjectNode container = (ObjectNode) deployment.at("/spec/template/spec/containers/0");
        container.set("readynessProbe", container.remove("readinessProbe"));
        assertThat(mistakes(schemas, deployment)).singleElement().asString().contains("readynessProbe");
        container.remove("readynessProbe");
        ((ObjectNode) container.path("livenessProbe")).put("periodSeconds", "ten");
        assertThat(mistakes(schemas, deployment)).singleElement().asString().contains("periodSeconds");
    }

    @Test
    void theKustomizationListsEachFile() throws IOException {
        Map<String, Object> kustomization = new Yaml().load(Files.readString(FOLDER.resolve(KUSTOMIZATION)));
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(kustomization.get("resources"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> (Object) file.getFileName().toString())
                                    .filter(name -> !name.equals(KUSTOMIZATION))
                                    .toList());
        }
    }

    private static Stream<JsonNode> manifests() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                if (!file.endsWith(KUSTOMIZATION)) {
                    new Yaml().loadAll(Files.readString(file)).forEach(each -> all.add(JSON.valueToTree(each)));
                }
            }
        }
        return all.stream();
    }

    private static List<String> mistakes(List<ObjectNode> schemas, JsonNode manifest) {
        for (ObjectNode schema : schemas) {
            for (Map.Entry<String, JsonNode> definition :
                    schema.path("definitions").properties()) {
                JsonNode members = definition.getValue().path("properties");
                if (isOf(members, "kind", manifest) && isOf(members, "apiVersion", manifest)) {
                    ObjectNode wanted = schema.deepCopy();
                    wanted.remove(List.of("id", "$schema", "type", "properties", "additionalProperties"));
                    wanted.put("$ref", "#/definitions/" + definition.getKey());
                    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(wanted)
                            .validate(manifest)
                            .stream()
                            .map(Object::toString)
                            .toList();
                }
            }
        }
        return List.of("nothing of the kind " + manifest.path("kind") + " of " + manifest.path("apiVersion"));
    }

    private static boolean isOf(JsonNode members, String member, JsonNode manifest) {
        return members.path(member)
                .path("default")
                .asString("")
                .equals(manifest.path(member).asString());
    }

    private static List<ObjectNode> schemas() throws IOException {
        List<ObjectNode> schemas = new ArrayList<>();
        for (URL url :
                Collections.list(KubernetesManifestsTest.class.getClassLoader().getResources(SCHEMA))) {
            ObjectNode schema = (ObjectNode) JSON.readTree(url.openStream());
            close(schema);
            ObjectNode definitions = (ObjectNode) schema.path("definitions");
            SCALARS.forEach((name, scalar) -> definitions.set(name, JSON.readTree(scalar)));
            schemas.add(schema);
        }
        return schemas;
    }

    /** Objects get no members but their own; "required" on a member is a word of an older draft. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("required").isBoolean()) {
                object.remove("required");
            }
            if (object.path("properties").isObject() && object.has("type")) {
                object.put("additionalProperties", false);
            }
        }
        node.forEach(KubernetesManifestsTest::close);
    }
}
