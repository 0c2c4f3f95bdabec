package io.saltgate.platform.web;

import io.saltgate.platform.crypto.Hashes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

/** The theme's version: a hash of its files, which stands in their addresses so that browsers may keep them for long. */
@ApplicationScoped
public class Assets {

    private static final int VERSION_LENGTH = 12;

    private final String version;

    protected Assets() {
        version = "";
    }

    @Inject
    public Assets(ServletContext context) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        collect(context, "/theme/", all);
        version = Hashes.base64Url(Hashes.sha256(all.toByteArray())).substring(0, VERSION_LENGTH);
    }

    public String version() {
        return version;
    }

    private static void collect(ServletContext context, String folder, ByteArrayOutputStream all) {
        Set<String> paths = context.getResourcePaths(folder);
        if (paths == null) {
            return;
        }
        for (String path : new TreeSet<>(paths)) {
            if (path.endsWith("/")) {
                collect(context, path, all);
            } else {
                try (InputStream file = context.getResourceAsStream(path)) {
                    file.transferTo(all);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
