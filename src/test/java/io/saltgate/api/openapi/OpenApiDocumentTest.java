package io.saltgate.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.saltgate.api.ApiResources;
import io.saltgate.gate.Refusal;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.whitelist.IpRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document that is made from the code, and the one in {@code docs}. To write a new one: {@code ./mvnw test
 * -Dtest=OpenApiDocumentTest -Dsaltgate.openapi=write}; or {@code =break} for one that breaks clients, which is a new
 * version of the API.
 */
class OpenApiDocumentTest {

    private static final Path COMMITTED = Path.of("docs/openapi.json");
    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @Test
    void theCommittedDocumentIsTheOneOfTheCode() throws IOException {
        String wish = System.getProperty("saltgate.openapi", "");
        if (wish.equals("break")
                || wish.equals("write") && breaks(OpenApi.document()).isEmpty()) {
            Files.writeString(COMMITTED, OpenApi.text());
        }
        assertThat(Files.readString(COMMITTED))
                .as("docs/openapi.json: -Dsaltgate.openapi=write writes a new one")
                .isEqualTo(OpenApi.text());
    }

    @Test
    void breaksNothingThatClientsRelyOn() throws IOException {
        assertThat(breaks(OpenApi.document())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/paths/~1accounts, get, get /accounts is gone",
        "/paths/~1accounts~1{slug}~1events/post/responses, 202, no longer answers 202",
        "/components/schemas/AccountData/properties, slug, answer.data.slug is gone",
        "/components/schemas/NewAccount/properties, externalId, body.externalId is gone",
        "/paths/~1accounts/get/parameters, 0, no longer takes q",
        "/components/schemas/AccountData/required, 0, id may be missing now"
    })
    void seesWhatIsTakenAway(String place, String name, String expected) throws IOException {
        JsonNode changed = OpenApi.document().deepCopy();
        if (changed.at(place) instanceof ObjectNode object) {
            object.remove(name);
        } else {
            ((ArrayNode) changed.at(place)).remove(Integer.parseInt(name));
        }
        assertThat(breaks(changed)).anyMatch(one -> one.contains(expected));
    }

    @Test
    void seesWhatIsDemandedAndWhatMayBeNullNow() throws IOException {
        ObjectNode changed = OpenApi.document().deepCopy();
        ((ObjectNode) changed.at("/components/schemas/NewAccount"))
                .withArrayProperty("required")
                .add("slug");
        ((ObjectNode) changed.at("/components/schemas/AccountData/properties/name"))
                .putArray("type")
                .add("string")
                .add("null");
        assertThat(breaks(changed))
                .anyMatch(one -> one.contains("body.slug is required now"))
                .anyMatch(one -> one.contains("data.name may be"));
    }

    @Test
    void seesNothingInWhatIsAdded() throws IOException {
        ObjectNode changed = OpenApi.document().deepCopy();
        ((ObjectNode) changed.at("/components/schemas/AccountData/properties"))
                .putObject("colour")
                .put("type", "string");
        ((ObjectNode) changed.at("/components/schemas/NewAccount/properties"))
                .putObject("colour")
                .put("type", "string");
        changed.withObjectProperty("paths")
                .putObject("/colours")
                .putObject("get")
                .put("operationId", "colours");
        assertThat(breaks(changed)).isEmpty();
    }

    private static List<String> breaks(JsonNode now) throws IOException {
        return Files.exists(COMMITTED)
                ? Compatibility.findBreaks(JSON.readTree(Files.readString(COMMITTED)), now)
                : List.of();
    }

    @Test
    void isAnOpenApiDocument() throws IOException {
        Schema openApi = REGISTRY.getSchema(Files.readString(Path.of("src/test/resources/openapi/schema-3.1.json")));
        assertThat(openApi.validate(OpenApi.document())).isEmpty();
        ObjectNode wrong = OpenApi.document().deepCopy();
        wrong.withObjectProperty("info").remove("title");
        assertThat(openApi.validate(wrong)).isNotEmpty();
    }

    /** Every example is what its schema describes; so is each schema a schema. */
    @Test
    void examplesAreWhatTheirSchemasDescribe() {
        List<JsonNode> contents = new ArrayList<>();
        collect(OpenApi.document().path("paths"), contents);
        assertThat(contents).hasSizeGreaterThan(100);
        for (JsonNode content : contents) {
            ObjectNode schema = (ObjectNode) content.path("schema").deepCopy();
            schema.set("components", OpenApi.document().path("components"));
            Schema checked = REGISTRY.getSchema(schema);
            Stream.concat(
                            content.has("example") ? Stream.of(content.path("example")) : Stream.empty(),
                            content.path("examples").propertyNames().stream()
                                    .map(code -> OpenApi.document()
                                            .path("components")
                                            .path("examples")
                                            .path(code)
                                            .path("value")))
                    .forEach(example -> assertThat(checked.validate(example))
                            .as(example.toString())
                            .isEmpty());
        }
    }

    private static void collect(JsonNode node, List<JsonNode> contents) {
        if (node.has("application/json")) {
            contents.add(node.path("application/json"));
        }
        node.forEach(inner -> collect(inner, contents));
    }

    @Test
    void hasEveryResourceAndTellsOperationsApart() {
        Set<Class<?>> resources = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.saltgate").stream()
                        .map(JavaClass::reflect)
                        .filter(type -> type.isAnnotationPresent(jakarta.ws.rs.Path.class))
                        .collect(Collectors.toSet());
        Set<Class<?>> described = new HashSet<>(ApiResources.ALL);
        described.add(OpenApiResource.class);
        assertThat(described).isEqualTo(resources);

        List<String> ids = OpenApi.document().findValuesAsString("operationId");
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    }

    /** What the sources of the API say is a code, and what the features have of their own, is in the catalogue. */
    @Test
    void everyCodeIsInTheCatalogue() throws IOException {
        Set<String> thrown = new TreeSet<>();
        Pattern refused = Pattern.compile(
                "(?:malformed|conflict|tooMany|unprocessable|complaint|new Complaint|case)\\(?\\s*\"([a-z]+(?:\\.[a-z]+)+)\"");
        try (Stream<Path> sources = Stream.concat(
                Files.walk(Path.of("src/main/java/io/saltgate/api")),
                Stream.of(Path.of("src/main/java/io/saltgate/platform/web/ApiFailures.java")))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                refused.matcher(Files.readString(source)).results().forEach(found -> thrown.add(found.group(1)));
            }
        }
        assertThat(thrown).hasSizeGreaterThan(40);
        Arrays.stream(Refusal.values()).map(Refusal::code).forEach(thrown::add);
        Arrays.stream(IpRange.Complaint.values()).map(IpRange.Complaint::code).forEach(thrown::add);
        Arrays.stream(OutboundUrl.Complaint.values())
                .map(OutboundUrl.Complaint::code)
                .forEach(thrown::add);
        assertThat(codes()).containsAll(thrown);
    }

    @Test
    void everyCodeIsInTheDocumentAndInTheGuide() throws IOException {
        String guide = Files.readString(Path.of("docs/api.md"));
        String document = OpenApi.text();
        assertThat(codes())
                .allSatisfy(code -> assertThat(document).contains(code))
                .allSatisfy(code -> assertThat(guide).contains("`" + code + "`"));
    }

    private static Set<String> codes() {
        return Arrays.stream(ErrorCode.values()).map(ErrorCode::code).collect(Collectors.toCollection(TreeSet::new));
    }
}
