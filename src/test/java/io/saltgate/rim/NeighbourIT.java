package io.saltgate.rim;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another application on the same server: that our answers begin as failures is nothing to it. */
class NeighbourIT {

    @Test
    void keepsItsOwnStatuses(@TempDir Path folder) {
        Path war = folder.resolve("neighbour.war");
        ShrinkWrap.create(WebArchive.class)
                .addClass(SilentServlet.class)
                .as(ZipExporter.class)
                .exportTo(war.toFile());
        try (SaltgateServer server = SaltgateServer.configure()
                .serverOption("--deploy", war.toString())
                .start()) {
            Answer answer = Http.get(server.address() + "/neighbour/silent");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("as ever");
            assertThat(Http.send("OPTIONS", server.address() + "/neighbour/silent", null)
                            .status())
                    .isEqualTo(200);
            assertThat(Http.get(server.address() + "/neighbour/nothing").status())
                    .isEqualTo(404);
            assertThat(RawClient.exchange(
                            server.port(), "GET /neighbour/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
        }
    }
}
