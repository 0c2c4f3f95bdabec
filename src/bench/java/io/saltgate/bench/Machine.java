package io.saltgate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What it all ran on, and what a JVM says of itself. */
final class Machine {

    private static final Pattern USED = Pattern.compile("used ([0-9]+)K");

    private Machine() {}

    static void describe(Figures figures) throws IOException, InterruptedException {
        figures.note("machine.cores", Runtime.getRuntime().availableProcessors());
        figures.note("machine.cpu", processor());
        figures.note("machine.os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        figures.note("version.java", System.getProperty("java.vm.name") + " " + Runtime.version());
        figures.note("version.payara", property("payara.version"));
        figures.note("version.keycloak", property("keycloak.version"));
        figures.note("version.nginx", say("nginx", "-v").replaceFirst(".*/", ""));
        figures.note(
                "version.wrk",
                say("wrk", "-v")
                        .lines()
                        .findFirst()
                        .orElse("")
                        .replaceFirst("wrk ", "")
                        .replaceFirst(" \\[.*", ""));
    }

    /** In MiB, after a collection. */
    static long liveHeap(Child jvm) throws IOException, InterruptedException {
        jcmd(jvm, "GC.run");
        Matcher used = USED.matcher(jcmd(jvm, "GC.heap_info"));
        if (!used.find()) {
            throw new IllegalStateException("jcmd said something else");
        }
        return Long.parseLong(used.group(1)) / 1024;
    }

    /** In MiB, as Linux counts it. */
    static double resident(Child process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElse(Double.NaN)
                / 1024;
    }

    static String jcmd(Child jvm, String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(jvm.pid())));
        words.addAll(List.of(command));
        return say(words.toArray(String[]::new));
    }

    private static String say(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return said;
    }

    /** As the build has it. */
    private static String property(String name) throws IOException {
        Matcher property = Pattern.compile("<" + name + ">([^<]+)<").matcher(Files.readString(Path.of("pom.xml")));
        return property.find() ? property.group(1) : "";
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return !Files.exists(info)
                ? System.getProperty("os.arch")
                : Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst(".*: ", ""))
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
    }
}
