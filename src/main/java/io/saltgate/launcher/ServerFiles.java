package io.saltgate.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the files of one start into {@code <data dir>/run/<port>}, which only its owner can read. */
final class ServerFiles {

    private static final Set<PosixFilePermission> OF_OTHERS = PosixFilePermissions.fromString("------rwx");

    private final LaunchSettings settings;
    private final Path folder;

    private ServerFiles(LaunchSettings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
    }

    /** Makes the folder anew: a killed server leaves its own behind. */
    static ServerFiles create(LaunchSettings settings) throws IOException {
        Path folder = settings.dataDir().resolve("run").resolve(Integer.toString(settings.port()));
        deleteTree(folder);
        if (settings.dataDir().getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            closeToOthers(settings.dataDir());
        } else {
            Files.createDirectories(folder);
        }
        return new ServerFiles(settings, folder);
    }

    /** A JVM can't set its umask, and the embedded database's files would be readable. A mounted folder may be another's. */
    private static void closeToOthers(Path dataDir) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(Files.getPosixFilePermissions(dataDir));
        if (permissions.removeAll(OF_OTHERS)) {
            try {
                Files.setPosixFilePermissions(dataDir, permissions);
            } catch (FileSystemException e) {
                throw new IOException(
                        "Others can read the data directory " + dataDir + ", and it isn't this user's: close it.", e);
            }
        }
    }

    Path root() {
        return folder.resolve("server");
    }

    Path application() throws IOException {
        Path war = folder.resolve("saltgate.war");
        try (InputStream packed = resource("saltgate.war")) {
            Files.copy(packed, war, StandardCopyOption.REPLACE_EXISTING);
        }
        return war;
    }

    /** The server's commands of one moment, with what is this start's own filled in. */
    Path commands(String moment) throws IOException {
        String text = text("server/" + moment);
        if (settings.gatePort().isPresent() && has("server/" + moment + "-gate")) {
            text += text("server/" + moment + "-gate");
        }
        return Files.writeString(
                folder.resolve(moment),
                text.replace("@HOST@", settings.host())
                        .replace("@THREADS@", Integer.toString(4 * settings.bodyThreads()))
                        .replace("@GATE_HOST@", settings.gateHost())
                        .replace(
                                "@GATE_PORT@",
                                settings.gatePort().map(String::valueOf).orElse("")));
    }

    /** The log goes to the standard error, where containers and service managers collect it. */
    Path logging() throws IOException {
        List<String> levels = settings.logLevels();
        return Files.writeString(
                folder.resolve("logging.properties"),
                text("logging.properties") + "\n" + String.join("\n", levels) + "\n");
    }

    private static boolean has(String name) {
        return ServerFiles.class.getResource(name) != null;
    }

    private static String text(String name) throws IOException {
        try (InputStream packed = resource(name)) {
            return new String(packed.readAllBytes(), UTF_8);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream packed = ServerFiles.class.getResourceAsStream(name);
        if (packed == null) {
            throw new IOException(name + " is missing: this isn't a whole saltgate.jar");
        }
        return packed;
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
