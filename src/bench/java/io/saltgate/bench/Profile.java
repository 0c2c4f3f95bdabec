package io.saltgate.bench;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Where the server's processor time goes, by async-profiler: samples of whole stacks, with the kernel's part where it
 * may see it.
 */
final class Profile {

    /** Who a sample belongs to: the first of these that any frame of its stack is of. */
    private static final Map<String, Predicate<String>> OWNERS = owners();

    private static final int TOP = 40;
    private static final int SAMPLE_MICROS = 500;

    private final Child jvm;
    private final Path library;
    private final Path collapsed;

    private Profile(Child jvm, Path library, Path collapsed) {
        this.jvm = jvm;
        this.library = library;
        this.collapsed = collapsed;
    }

    static Profile start(Child jvm, Path home, String name) throws IOException {
        Profile profile = new Profile(jvm, unpack(home), home.resolve("profile-" + name + ".collapsed"));
        profile.tell("start,event=cpu,interval=" + SAMPLE_MICROS + "us");
        return profile;
    }

    /**
     * Microseconds that each call took, by whose they are, largest first. More of it is written to the file.
     *
     * @param calls that were made meanwhile
     */
    Map<String, Double> stop(Path file, long calls) throws IOException {
        tell("stop,collapsed,file=" + collapsed);
        Map<String, Long> owners = new TreeMap<>();
        Map<String, Long> alone = new TreeMap<>();
        Map<String, Long> within = new TreeMap<>();
        for (String line : Files.readAllLines(collapsed)) {
            int blank = line.lastIndexOf(' ');
            long count = Long.parseLong(line.substring(blank + 1));
            List<String> stack = List.of(line.substring(0, blank).split(";"));
            Set<String> frames = new HashSet<>(stack);
            owners.merge(owner(frames), count, Long::sum);
            alone.merge(stack.getLast(), count, Long::sum);
            for (String frame : frames) {
                within.merge(frame, count, Long::sum);
            }
        }
        within.keySet().removeIf(frame -> !frame.startsWith("io/saltgate/"));
        Map<String, Double> found = perCall(owners, calls);
        Files.writeString(
                file,
                "Microseconds of the server's processors for each call, by owner\n" + text(found) + "\nFrames alone\n"
                        + text(perCall(alone, calls)) + "\nSaltgate's frames with all that they call\n"
                        + text(perCall(within, calls)));
        return found;
    }

    private static String owner(Set<String> frames) {
        return OWNERS.entrySet().stream()
                .filter(owner -> frames.stream().anyMatch(owner.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("other threads: compiler, collector, timers");
    }

    private static Map<String, Predicate<String>> owners() {
        Map<String, Predicate<String>> owners = new LinkedHashMap<>();
        owners.put(
                "writing the answer",
                frame -> frame.contains("TCPNIOTransport.write") || frame.contains("AsyncQueueWriter"));
        owners.put("reading from the socket", frame -> frame.contains("TCPNIOTransport.read"));
        owners.put(
                "waiting for sockets",
                frame -> frame.contains("EPollSelectorImpl") || frame.contains("SelectorRunner.select"));
        owners.put("Saltgate: reading the database", frame -> frame.startsWith("io/saltgate/gate/CachedPolicy.read"));
        owners.put("Saltgate: the decision", frame -> frame.startsWith("io/saltgate/gate/GateService."));
        owners.put("Saltgate: the answer's headers", frame -> frame.startsWith("io/saltgate/gate/VerifyServlet."));
        owners.put("Saltgate: the authentication module", frame -> frame.startsWith("io/saltgate/signin/"));
        owners.put(
                "Saltgate: the guard against broken requests",
                frame -> frame.startsWith("io/saltgate/platform/start/"));
        owners.put("server: calling the authentication module", frame -> frame.contains("RealmAdapter."));
        owners.put("server: servlet container", frame -> frame.startsWith("org/apache/catalina/"));
        owners.put("server: HTTP", frame -> frame.startsWith("org/glassfish/grizzly/"));
        return owners;
    }

    private static Map<String, Double> perCall(Map<String, Long> counts, long calls) {
        Map<String, Double> found = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(TOP)
                .forEach(entry -> found.put(entry.getKey(), (double) entry.getValue() * SAMPLE_MICROS / calls));
        return found;
    }

    private static String text(Map<String, Double> found) {
        StringBuilder text = new StringBuilder();
        found.forEach((name, share) -> text.append(String.format(Locale.ROOT, "%8.2f  %s%n", share, name)));
        return text.toString();
    }

    private void tell(String command) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(jvm.pid()));
            try {
                machine.loadAgentPath(library.toString(), command);
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
            throw new IOException("the profiler can't be told: " + command, e);
        }
    }

    private static Path unpack(Path home) throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac")
                ? "macos"
                : System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x64";
        Path library = home.resolve("libasyncProfiler.so");
        try (InputStream packed = Profile.class.getResourceAsStream("/" + system + "/libasyncProfiler.so")) {
            if (packed == null) {
                throw new IOException("no async-profiler for this system");
            }
            Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
        }
        return library;
    }
}
