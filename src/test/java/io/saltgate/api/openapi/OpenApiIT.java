package io.saltgate.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The OpenAPI document on a running server, and the page that shows it. */
@Tag("server")
class OpenApiIT {

    private final SaltgateServer server = SaltgateServer.shared();

    @Test
    void servesTheDocumentToAnyone() throws Exception {
        Answer answer = get("/api/v1/openapi.json");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("X-Request-Id")).hasSize(22);
        assertThat(answer.body()).isEqualTo(Files.readString(Path.of("docs/openapi.json")));
    }

    @Test
    void tellsBrowsersAndProxiesHowToKeepIt() {
        Answer answer = get("/api/v1/openapi.json");

        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        Answer again = Http.send(
                "GET", server.address() + "/api/v1/openapi.json", null, "If-None-Match", answer.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(Http.send("GET", server.address() + "/api/v1/openapi.json", null, "If-None-Match", "\"old\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void showsEveryCallAndCodeInTheHelp() {
        Answer page = get("/help/api/reference");

        assertThat(page.status()).isEqualTo(200);
        OpenApi.document()
                .findValuesAsString("operationId")
                .forEach(id -> assertThat(page.body()).contains("id=\"" + id + "\""));
        assertThat(page.body())
                .contains("id=\"slug.taken\"", "id=\"api.paused\"", "POST /accounts/{slug}/api/token/rotation")
                .doesNotContain("??", "`");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    }

    @Test
    void showsEachCallOnAPageOfItsOwn() {
        OpenApi.document().findValuesAsString("operationId").forEach(id -> {
            Answer page = get("/help/api/reference?call=" + id);
            assertThat(page.status()).as(id).isEqualTo(200);
            assertThat(page.body()).as(id).hasSizeLessThan(50_000).doesNotContain("??", "`");
        });
        assertThat(get("/help/api/reference?call=createAccount").body())
                .contains("reference#slug.taken\"", "Idempotency-Key");
        assertThat(get("/help/api/reference?call=nothing").status()).isEqualTo(404);
    }

    private Answer get(String path) {
        return Http.get(server.address() + path);
    }
}
