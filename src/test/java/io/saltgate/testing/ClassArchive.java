package io.saltgate.testing;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The server's classes as the JVM has them once they are loaded: a start with them takes a sixth less. Made once, by a
 * start.
 */
final class ClassArchive {

    /** Whether the start that makes it is under way, which can't use it. */
    private static boolean making;

    private ClassArchive() {}

    /** For the JVM that is to run the server. */
    static synchronized List<String> options(Path serverJar) {
        if (making) {
            return List.of();
        }
        Path archive = serverJar.resolveSibling(serverJar.getFileName() + ".jsa");
        try {
            if (isOld(archive, serverJar)) {
                makeOnce(archive, serverJar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off");
    }

    private static boolean isOld(Path archive, Path serverJar) throws IOException {
        return !Files.exists(archive)
                || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(serverJar)) < 0;
    }

    /** Test processes that run side by side wait for the first. */
    private static void makeOnce(Path archive, Path serverJar) throws IOException {
        Path lock = archive.resolveSibling(archive.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE)) {
            channel.lock();
            if (isOld(archive, serverJar)) {
                make(archive);
            }
        }
    }

    private static void make(Path archive) throws IOException {
        Path fresh = archive.resolveSibling(archive.getFileName() + ".new");
        making = true;
        try (SaltgateServer server = SaltgateServer.configure()
                .jvmOption("-XX:ArchiveClassesAtExit=" + fresh)
                .jvmOption("-Xlog:cds*=off")
                .start()) {
            server.stop();
        } finally {
            making = false;
        }
        Files.move(fresh, archive, ATOMIC_MOVE);
    }
}
