package io.saltgate.bench;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

/** Where the server's processor time goes, by async-profiler: samples of whole stacks, with the kernel's part where it may see it. */
final class Profile {

    /** Who a sample belongs to: the first of these that any frame of its stack is of. */
    private static final Map<String, Predicate<String>> OWNERS = owners();

    private static final int TOP = 25;

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
        profile.tell("start,event=cpu,interval=1ms");
        return profile;
    }

    /** Shares of the samples by their owners, largest first. All of it is written to the file. */
    Map<String, Double> stop(Path file) throws IOException {
        tell("stop,collapsed,file=" + collapsed);
        long all = 0;
        Map<String, Long> owners = new TreeMap<>();
        Map<String, Long> alone = new TreeMap<>();
        Map<String, Long> within = new TreeMap<>();
        for (String line : Files.readAllLines(collapsed)) {
            int blank = line.lastIndexOf(' ');
            long count = Long.parseLong(line.substring(blank + 1));
            List<String> stack = List.of(line.substring(0, blank).split(";"));
            Set<String> frames = new HashSet<>(stack);
            all += count;
            owners.merge(owner(frames), count, Long::sum);
            alone.merge(stack.getLast(), count, Long::sum);
            for (String frame : frames) {
                within.merge(frame, count, Long::sum);
            }
        }
        within.keySet().removeIf(frame -> !frame.startsWith("io/saltgate/"));
        Map<String, Double> shares = shares(owners, all);
        Files.writeString(
                file,
                "By owner\n" + text(shares) + "\nFrames alone\n" + text(shares(alone, all))
                        + "\nSaltgate's frames with all that they call\n" + text(shares(within, all)));
        return shares;
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
        owners.put("Saltgate: reading the database", frame -> frame.startsWith("io/saltgate/gate/Decider.read"));
        owners.put("Saltgate: the decision", frame -> frame.startsWith("io/saltgate/gate/Gate."));
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

    private static Map<String, Double> shares(Map<String, Long> counts, long all) {
        Map<String, Double> shares = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(TOP)
                .forEach(entry -> shares.put(entry.getKey(), (double) entry.getValue() / all));
        return shares;
    }

    private static String text(Map<String, Double> shares) {
        StringBuilder text = new StringBuilder();
        shares.forEach((name, share) -> text.append(String.format(Locale.ROOT, "%6.1f %%  %s%n", share * 100, name)));
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
                throw new UncheckedIOException(new IOException("no async-profiler for this system"));
            }
            Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
        }
        return library;
    }
}
