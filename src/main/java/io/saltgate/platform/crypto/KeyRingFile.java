package io.saltgate.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.start.CannotStart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The key ring on disk, outside the database, in the form of {@link KeyRingFormat}. */
public final class KeyRingFile implements KeyRingSource {

    private static final System.Logger LOG = System.getLogger(KeyRingFile.class.getName());

    private final Path path;
    private volatile String lastRead = "";

    public KeyRingFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    public Path path() {
        return path;
    }

    @Override
    public String where() {
        return "at " + path;
    }

    @Override
    public boolean exists() {
        return Files.exists(path);
    }

    /** @throws CannotStart if the file can't be read, is not a key ring, or others than its group may read it */
    @Override
    public KeyRing read() {
        refuseIfOpenToOthers();
        String text = readText();
        lastRead = text;
        return parse(text);
    }

    private KeyRing parse(String text) {
        try {
            return KeyRingFormat.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CannotStart("the key ring " + path + " is damaged: " + e.getMessage(), e);
        }
    }

    /** @throws CannotStart if it can't be read */
    private String readText() {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new CannotStart("the key ring " + path + " can't be read", e);
        }
    }

    @Override
    public boolean isChanged() {
        try {
            return !Files.readString(path).equals(lastRead);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The file's text with one more key. It is a secret.
     *
     * @throws CannotStart if the file can't be read
     */
    public Edit withNewKey() {
        KeyRing.Key key = KeyRing.newKey();
        String before = readText();
        parse(before);
        return new Edit(key.id(), KeyRingFormat.add(before, key));
    }

    /**
     * The file's text with one key reduced to what it still serves for.
     *
     * @throws CannotStart if the file can't be read, has no such key, or no other that isn't removed
     */
    public Edit withoutKey(String id) {
        String before = readText();
        KeyRing ring = parse(before);
        if (ring.holds(id)
                && ring.keys().stream().filter(key -> !key.isReduced()).count() == 1) {
            throw new CannotStart("the key " + id + " is the only one of the key ring " + path
                    + " that isn't removed; add another and activate it first");
        }
        String text = KeyRingFormat.reduce(before, id)
                .orElseThrow(() -> new CannotStart("the key ring " + path + " has no key " + id));
        parse(text);
        return new Edit(id, text);
    }

    /** @param text of the whole file; a secret */
    public record Edit(String key, String text) {
        @Override
        public String toString() {
            return "an edit of key " + key;
        }
    }

    /**
     * Replaces the file's text: at any moment the file is the old one or the new one.
     *
     * @throws CannotStart if it can't be written
     */
    public void write(Edit edit) {
        Path folder = Objects.requireNonNull(path.getParent(), "a file has a folder");
        try {
            Path target = path.toRealPath();
            Path draft = writeDraft(Objects.requireNonNull(target.getParent(), "a file has a folder"), edit.text());
            try {
                copyRights(target, draft);
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
            sync(folder);
        } catch (IOException e) {
            throw new CannotStart(
                    "the key ring " + path + " can't be written here; with --print the new text goes to the output", e);
        }
    }

    /** A group that may read the ring may do so after a change too. */
    private static void copyRights(Path from, Path to) throws IOException {
        try {
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        } catch (UnsupportedOperationException e) {
            LOG.log(System.Logger.Level.DEBUG, "this file system has no POSIX permissions");
        }
    }

    /**
     * Makes a ring with one new key and reads back what the disk then holds. Complete or absent at any moment: it is
     * written and synced beside its place and linked there, which fails if another node was first.
     *
     * @throws CannotStart if it can't be written
     */
    @Override
    public KeyRing create() {
        String text = KeyRingFormat.print(KeyRing.generate().current());
        try {
            Path folder = Objects.requireNonNull(path.getParent(), "a file has a folder");
            Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
            Path draft = writeDraft(folder, text);
            try {
                Files.createLink(path, draft);
            } finally {
                Files.delete(draft);
            }
            sync(folder);
        } catch (FileAlreadyExistsException e) {
            LOG.log(System.Logger.Level.INFO, "another node created the key ring first; it is used");
        } catch (IOException e) {
            throw new CannotStart("the key ring " + path + " can't be written", e);
        }
        return read();
    }

    private static Path writeDraft(Path folder, String text) throws IOException {
        Path draft = Files.createTempFile(folder, "keyring", ".new", ownerOnly(folder, "rw-------"));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            channel.force(true);
        }
        return draft;
    }

    /** Else the name itself may not survive a power cut. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
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
