package io.saltgate.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes from a server what Saltgate needs: {@code bin/run} then ends with a sentence that names what is missing. */
@Tag("servers")
@Tag("alone")
class ServerFaultsIT {

    private static final String WILDFLY = "target/server/wildfly-39.0.1.Final/";
    private static final String STANDALONE = WILDFLY + "standalone/configuration/standalone.xml";
    private static final String GLASSFISH = "target/server/glassfish-8.0.0/";

    @TempDir
    private Path folder;

    @Test
    void saysThatWildFlyHasNoSecurityDomain() throws Exception {
        String said = refuse("wildfly", "sed -i.old '/<application-security-domain name=\"saltgate\"/d' " + STANDALONE);
        assertThat(said).contains("WildFly has no security domain 'saltgate'.").contains("to have it set up anew");
    }

    @Test
    void saysThatTheSecurityDomainOfWildFlyIsAnotherThanSaltgateNeeds() throws Exception {
        String said = refuse("wildfly", "sed -i.old 's/ integrated-jaspi=\"false\"//' " + STANDALONE);
        assertThat(said).contains("lacks integrated-jaspi=false, so nobody could sign in.");
    }

    @Test
    void saysThatWildFlyHasNoEclipseLink() throws Exception {
        String said = refuse("wildfly", "rm -r " + WILDFLY + "modules/org/eclipse/persistence");
        assertThat(said).contains("WildFly has no EclipseLink").contains("to have it set up anew");
    }

    @Test
    void saysThatGlassFishHasNoEclipseLink() throws Exception {
        String said = refuse("glassfish", "rm " + GLASSFISH + "glassfish/modules/org.eclipse.persistence.jpa.jar");
        assertThat(said).contains("GlassFish has no EclipseLink").contains("target/server/glassfish-8.0.0");
    }

    /** Starts a copy of the project with the fault, so that the servers of the checkout stay as they are. */
    private String refuse(String server, String fault) throws Exception {
        Assumptions.assumeTrue(ServedSaltgate.servers().anyMatch(server::equals), server + " is not asked for");
        if (!Files.exists(Path.of(server.equals("wildfly") ? STANDALONE : GLASSFISH))) {
            try (ServedSaltgate setUp = new ServedSaltgate(server, Path.of(""), folder.resolve("set-up"))) {
                setUp.start();
                setUp.stop();
            }
        }
        Path project = Files.createDirectories(folder.resolve("project"));
        ServedSaltgate.shell(Path.of(""), """
                p='%s' && mkdir "$p/target" && cp -r bin pom.xml server-config "$p" \\
                  && cp target/saltgate.war "$p/target" \\
                  && { cp -al target/server "$p/target" || cp -a target/server "$p/target"; }
                """.formatted(project));
        ServedSaltgate.shell(project, fault);
        try (ServedSaltgate saltgate = new ServedSaltgate(server, project, folder)) {
            return saltgate.startRefused();
        }
    }
}
