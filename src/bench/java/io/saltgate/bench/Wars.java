package io.saltgate.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The two archives that have the empty servlet. */
final class Wars {

    private static final String SERVLET =
            EmptyServlet.class.getName().replace('.', '/').concat(".class");
    private static final String CLASSES = "WEB-INF/classes/";

    private Wars() {}

    /** A copy with the empty servlet in it; refuses one that has it already. */
    static Path withEmptyServlet(Path war, Path copy) throws IOException {
        Files.copy(war, copy);
        put(copy, false);
        return copy;
    }

    /** Nothing but the empty servlet. */
    static Path ofEmptyServlet(Path war) throws IOException {
        put(war, true);
        return war;
    }

    private static void put(Path war, boolean create) throws IOException {
        URI uri = URI.create("jar:" + war.toUri());
        try (FileSystem archive = FileSystems.newFileSystem(uri, Map.of("create", Boolean.toString(create)));
                InputStream servlet = EmptyServlet.class.getResourceAsStream("/" + SERVLET)) {
            Path place = archive.getPath(CLASSES + SERVLET);
            if (servlet == null || Files.exists(place.getParent())) {
                throw new IllegalStateException("Saltgate's own WAR has the benchmark's classes");
            }
            Files.createDirectories(place.getParent());
            Files.copy(servlet, place);
        }
    }
}
