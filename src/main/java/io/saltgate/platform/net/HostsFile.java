package io.saltgate.platform.net;

import inet.ipaddr.IPAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The system's hosts file, in which names stand that no name server knows, {@code localhost} above all. Who is in it
 * has all its addresses there, as for the system itself; no server is asked for a further one. Changes are seen within
 * a second.
 */
final class HostsFile {

    private static final System.Logger LOG = System.getLogger(HostsFile.class.getName());

    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private record Content(
            Map<String, List<InetAddress>> addresses, Optional<FileTime> modified, long size, long lookedAt) {}

    private final Path file;
    private volatile Content content;

    HostsFile(Path file) {
        this.file = file;
        this.content = new Content(Map.of(), Optional.empty(), -1, System.nanoTime() - 2 * LOOK_AGAIN_NANOS);
    }

    static HostsFile ofSystem() {
        String windows = System.getenv("SystemRoot");
        return new HostsFile(
                windows == null ? Path.of("/etc/hosts") : Path.of(windows, "System32", "drivers", "etc", "hosts"));
    }

    /** @param name in lower case, without a dot at its end */
    List<InetAddress> find(String name) {
        Content current = content;
        if (System.nanoTime() - current.lookedAt() >= LOOK_AGAIN_NANOS) {
            current = look(current);
            content = current;
        }
        return current.addresses().getOrDefault(name, List.of());
    }

    private Content look(Content before) {
        long now = System.nanoTime();
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Optional<FileTime> modified = Optional.of(attributes.lastModifiedTime());
            boolean unchanged = modified.equals(before.modified()) && attributes.size() == before.size();
            return new Content(unchanged ? before.addresses() : read(), modified, attributes.size(), now);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "the hosts file could not be read; names come from name servers alone",
                    e);
            return new Content(Map.of(), Optional.empty(), -1, now);
        }
    }

    private Map<String, List<InetAddress>> read() throws IOException {
        Map<String, List<InetAddress>> found = new HashMap<>();
        // In Latin-1 every byte is a character: a comment in whatever encoding spoils nothing.
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
            Optional<IPAddress> address = IpAddresses.parse(words[0]);
            if (address.isPresent()) {
                for (int i = 1; i < words.length; i++) {
                    found.computeIfAbsent(words[i].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                            .add(address.get().toInetAddress());
                }
            }
        }
        return found;
    }
}
