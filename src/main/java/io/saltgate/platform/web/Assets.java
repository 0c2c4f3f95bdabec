package io.saltgate.platform.web;

import io.saltgate.platform.crypto.Hashes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/**
 * The theme's files and their version: a hash of all of them, which is part of their addresses, so that browsers may
 * cache them for long.
 */
@ApplicationScoped
public class Assets {

    /** A file. */
    static final class Asset {
        private final String type;
        private final byte[] plain;
        private final byte[] compressed;

        private Asset(String path, byte[] plain) throws IOException {
            this.type = typeOf(path);
            this.plain = plain;
            this.compressed = compress(plain);
        }

        String type() {
            return type;
        }

        void writeTo(OutputStream out, boolean gzip) throws IOException {
            out.write(gzip ? compressed : plain);
        }

        int length(boolean gzip) {
            return gzip ? compressed.length : plain.length;
        }
    }

    static final String FOLDER = "/theme";

    private static final int VERSION_LENGTH = 12;

    private final Map<String, Asset> files = new TreeMap<>();
    private final String version;

    protected Assets() {
        version = "";
    }

    @Inject
    public Assets(ServletContext context) {
        collect(context, FOLDER + "/");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        files.values().forEach(file -> all.writeBytes(file.plain));
        version = Hashes.base64Url(Hashes.sha256(all.toByteArray())).substring(0, VERSION_LENGTH);
    }

    public String version() {
        return version;
    }

    /** @param path behind the folder, such as {@code /js/copy.js} */
    Optional<Asset> find(String path) {
        return Optional.ofNullable(files.get(FOLDER + path));
    }

    private void collect(ServletContext context, String folder) {
        Set<String> paths = context.getResourcePaths(folder);
        if (paths == null) {
            return;
        }
        for (String path : new TreeSet<>(paths)) {
            if (path.endsWith("/")) {
                collect(context, path);
            } else {
                try (InputStream file = context.getResourceAsStream(path)) {
                    files.put(path, new Asset(path, file.readAllBytes()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static String typeOf(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "css" -> "text/css;charset=UTF-8";
            case "js" -> "text/javascript;charset=UTF-8";
            case "svg" -> "image/svg+xml;charset=UTF-8";
            case "png" -> "image/png";
            case "txt" -> "text/plain;charset=UTF-8";
            default -> "application/octet-stream";
        };
    }

    private static byte[] compress(byte[] plain) throws IOException {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(small)) {
            out.write(plain);
        }
        return small.toByteArray();
    }
}
