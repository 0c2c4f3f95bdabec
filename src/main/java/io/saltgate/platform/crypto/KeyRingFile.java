package io.saltgate.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.start.CannotStart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key ring on disk, outside the database: a line {@code saltgate-keyring v1}, then one line {@code <id> <base64>}
 * per key, oldest first. Empty lines and lines that begin with {@code #} are skipped.
 */
public final class KeyRingFile {

    private static final System.Logger LOG = System.getLogger(KeyRingFile.class.getName());
    private static final String HEAD = "saltgate-keyring v1";

    private final Path path;

    public KeyRingFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    public Path path() {
        return path;
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /** @throws CannotStart if the file can't be read, is not a key ring, or others than its group may read it */
    public KeyRing read() {
        refuseIfOpenToOthers();
        List<KeyRing.Key> keys = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(path, UTF_8).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
                throw new CannotStart("the key ring " + path + " does not begin with \"" + HEAD + "\"");
            }
            for (String line : lines.subList(1, lines.size())) {
                String[] words = line.split(" +");
                if (words.length != 2) {
                    throw new CannotStart("the key ring " + path + " has a line that is not \"<id> <base64>\"");
                }
                keys.add(new KeyRing.Key(words[0], Base64.getDecoder().decode(words[1])));
            }
            return new KeyRing(keys);
        } catch (IOException e) {
            throw new CannotStart("the key ring " + path + " can't be read", e);
        } catch (IllegalArgumentException e) {
            throw new CannotStart("the key ring " + path + " is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * Makes a ring with one new key and reads back what the disk then holds. Complete or absent at any moment: it is
     * written and synced beside its place and linked there, which fails if another node was first.
     *
     * @throws CannotStart if it can't be written
     */
    public KeyRing create() {
        KeyRing.Key key = KeyRing.generate().current();
        String text = HEAD
                + "\n# Without this file no token can be checked and no salt be read. Back it up, apart from the database.\n"
                + key.id() + " " + Base64.getEncoder().encodeToString(key.bytes()) + "\n";
        try {
            Path folder = Objects.requireNonNull(path.getParent(), "a file has a folder");
            Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
            Path draft = Files.createTempFile(folder, "keyring", ".new", ownerOnly(folder, "rw-------"));
            try {
                try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
                    channel.force(true);
                }
                Files.createLink(path, draft);
            } finally {
                Files.delete(draft);
            }
            try (FileChannel directory = FileChannel.open(folder)) {
                directory.force(true); // else the name itself may not survive a power cut
            }
        } catch (FileAlreadyExistsException e) {
            LOG.log(System.Logger.Level.INFO, "another node created the key ring first; it is used");
        } catch (IOException e) {
            throw new CannotStart("the key ring " + path + " can't be written", e);
        }
        return read();
    }

    private static FileAttribute<?>[] ownerOnly(Path nearby, String mode) {
        @Nullable Path existing = nearby;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        boolean posix = existing != null
                && existing.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private void refuseIfOpenToOthers() {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
            if (mode.contains(PosixFilePermission.OTHERS_READ) || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new CannotStart("everybody on this machine can read the key ring " + path
                        + "; close it with: chmod 600 " + path);
            }
            if (mode.contains(PosixFilePermission.GROUP_READ)) {
                LOG.log(System.Logger.Level.WARNING, "the group of {0} can read the key ring", path);
            }
        } catch (UnsupportedOperationException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "this file system has no POSIX permissions; the key ring's are not checked");
        } catch (IOException e) {
            throw new CannotStart("the key ring " + path + " can't be read", e);
        }
    }
}
