package io.saltgate.gateways;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A fresh Debian in a folder, as mmdebstrap makes it from this machine's own package sources. It has a network of its
 * own: nobody else uses its ports, and some of them lead to ports of this machine. Needs root; ends with its processes.
 */
final class DebianMachine implements AutoCloseable {

    private static final long MINUTES = 10;
    private static final Path SCRIPTS = Path.of("src/test/resources/newcomer");
    private static final Path BASE = Path.of("target/newcomer/debian");

    /** What the rig needs beside what every Debian has. */
    private static final String TOOLS = "curl,iproute2,socat";

    private final Path root;
    private final List<ServerSocketChannel> doors = new ArrayList<>();

    /** @param ports of that machine, and to which of this one's they lead */
    DebianMachine(Map<Integer, Integer> ports) throws IOException {
        Path base = base();
        root = Files.createTempDirectory("newcomer");
        execute(List.of("cp", "-a", "--reflink=auto", base + "/.", root.toString()));
        Files.copy(Path.of("/etc/resolv.conf"), root.resolve("etc/resolv.conf"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost\n");
        // Services start when the steps say so, in that machine's network.
        writeScript(root.resolve("usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n");
        writeScript(root.resolve("usr/local/bin/systemctl"), Files.readString(SCRIPTS.resolve("systemctl")));
        Path home = Files.createDirectory(root.resolve("newcomer"));
        writeScript(home.resolve("machine.sh"), Files.readString(SCRIPTS.resolve("machine.sh")));
        execute(List.of("cp", "-r", "server-config", home.toString()));
        for (Map.Entry<Integer, Integer> port : ports.entrySet()) {
            open(home.resolve(port.getKey().toString()), port.getValue());
        }
    }

    /** Aborts the test where such a machine can't be made. */
    static void assumePossible() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new TestAbortedException("a Debian in a chroot needs root");
        }
        for (String tool : List.of("mmdebstrap", "unshare", "chroot")) {
            if (Stream.of(System.getenv("PATH").split(":"))
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, tool)))) {
                throw new TestAbortedException(tool + " is not installed");
            }
        }
        if (release("ID").isEmpty() || !release("ID").equals("debian")) {
            throw new TestAbortedException("this machine is no Debian whose package sources could be used");
        }
        try {
            base();
        } catch (AssertionError e) {
            throw new TestAbortedException("no Debian could be made here", e);
        }
    }

    /**
     * Runs commands, which have the real network, and then others in the machine's own.
     *
     * @return what the latter printed
     */
    String run(String commands, String checks) throws IOException {
        Path home = root.resolve("newcomer");
        Files.writeString(home.resolve("steps"), commands);
        Files.writeString(home.resolve("checks"), checks);
        execute(List.of(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc=" + root.resolve("proc"),
                "chroot",
                root.toString(),
                "/newcomer/machine.sh"));
        return Files.readString(home.resolve("checked"));
    }

    /** What ran at the end of the checks: {@code user command}. */
    List<String> processes() throws IOException {
        return Files.readAllLines(root.resolve("newcomer/processes"));
    }

    @Override
    public void close() throws IOException {
        for (ServerSocketChannel door : doors) {
            door.close();
        }
        execute(List.of("rm", "-rf", "--one-file-system", root.toString()));
    }

    /** Made once and kept until the next clean build. */
    private static Path base() throws IOException {
        Path base = BASE.toAbsolutePath();
        if (Files.exists(base)) {
            return base;
        }
        Path making = base.resolveSibling("making");
        execute(List.of("rm", "-rf", "--one-file-system", making.toString()));
        Files.createDirectories(base.getParent());
        List<String> command = new ArrayList<>(List.of(
                "mmdebstrap",
                "--mode=root",
                "--variant=apt",
                "--skip=cleanup/apt/lists",
                "--include=" + TOOLS,
                release("VERSION_CODENAME"),
                making.toString()));
        Stream.of("/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list")
                .filter(sources -> Files.exists(Path.of(sources)))
                .findFirst()
                .ifPresent(command::add);
        execute(command);
        return Files.move(making, base);
    }

    private static String release(String key) throws IOException {
        Path file = Path.of("/etc/os-release");
        if (!Files.exists(file)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key + "="))
                    .map(line -> line.substring(key.length() + 1).replace("\"", ""))
                    .findFirst()
                    .orElse("");
        }
    }

    /** A socket in the machine's folder that leads to a port of this machine. */
    private void open(Path socket, int port) throws IOException {
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        door.bind(UnixDomainSocketAddress.of(socket));
        doors.add(door);
        Thread.ofVirtual().start(() -> {
            while (true) {
                try {
                    SocketChannel inside = door.accept();
                    Socket outside = new Socket(InetAddress.getLoopbackAddress(), port);
                    InputStream from = Channels.newInputStream(inside);
                    OutputStream to = Channels.newOutputStream(inside);
                    Thread.ofPlatform().daemon().start(() -> pass(from, output(outside), outside, inside));
                    Thread.ofPlatform().daemon().start(() -> pass(input(outside), to, outside, inside));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private static void pass(InputStream from, OutputStream to, Socket outside, SocketChannel inside) {
        try (outside;
                inside) {
            from.transferTo(to);
        } catch (IOException e) {
            // One of the two hung up.
        }
    }

    private static InputStream input(Socket socket) {
        try {
            return socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OutputStream output(Socket socket) {
        try {
            return socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeScript(Path file, String text) throws IOException {
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException("can't make " + file + " executable");
        }
    }

    private static void execute(List<String> command) throws IOException {
        Path log = Files.createTempFile("newcomer", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // Nothing of this machine's set-up but where to find programs and the network.
        builder.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.endsWith("_proxy"));
        Process process = builder.start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        String written = Files.readString(log);
        Files.delete(log);
        if (process.exitValue() != 0) {
            throw new AssertionError(
                    String.join(" ", command) + " ended with " + process.exitValue() + ":\n" + written);
        }
    }
}
