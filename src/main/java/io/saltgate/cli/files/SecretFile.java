package io.saltgate.cli.files;

import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Reads a key or token from a file that only its owner can read. */
public final class SecretFile {

    private static final int MAX_BYTES = 4096;

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private SecretFile() {}

    public static String read(Path file) {
        requirePrivate(file);
        return new TextFile(file.toString(), InputStream.nullInputStream())
                .read(MAX_BYTES)
                .strip();
    }

    private static void requirePrivate(Path file) {
        try {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            permissions.addAll(Files.getPosixFilePermissions(file));
            if (permissions.removeAll(OTHERS)) {
                throw CommandFailed.usage(SafeText.of(
                        "Other users can read or change " + file + ". Make it yours alone: chmod 600 " + file));
            }
        } catch (UnsupportedOperationException e) {
            // A file system without such permissions, as on Windows.
        } catch (IOException e) {
            throw CommandFailed.usage(SafeText.of(file + " can't be read."));
        }
    }
}
