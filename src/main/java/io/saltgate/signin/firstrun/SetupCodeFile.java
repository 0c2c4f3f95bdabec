package io.saltgate.signin.firstrun;

import io.saltgate.platform.start.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the set-up code can be read, by whoever may read the server's own files: {@code setup-code} in the data
 * directory, for the owner alone. Never in a log.
 */
public final class SetupCodeFile {

    private final Path path;

    public SetupCodeFile(Path dataDir) {
        path = dataDir.resolve("setup-code");
    }

    public void write(String code) {
        try {
            Files.createDirectories(path.getParent());
            Files.deleteIfExists(path);
            boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] ownerOnly = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            Files.createFile(path, ownerOnly);
            Files.writeString(path, code + "\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new CannotStart("the set-up code can't be written to " + path, e);
        }
    }

    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            System.getLogger(SetupCodeFile.class.getName())
                    .log(System.Logger.Level.WARNING, "the used set-up code can''t be deleted: {0}", path);
        }
    }

    public Path path() {
        return path;
    }
}
