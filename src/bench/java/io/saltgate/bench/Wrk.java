package io.saltgate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Load by wrk: a closed loop of connections that are kept open.
 *
 * @param url to call
 * @param script and its arguments
 */
record Wrk(String url, List<String> script) {

    /** Of every comparison. */
    static final int CONNECTIONS = 32;

    /** On two cores one thread makes more requests than any server here answers. */
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 4);

    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
    private static final Pattern TOTAL = Pattern.compile("([0-9]+) requests in ");
    private static final Pattern P99 = Pattern.compile(" 99% +([0-9.]+)(us|ms|s)");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: ([0-9]+)");
    private static final Pattern LOST =
            Pattern.compile("Socket errors: connect ([0-9]+), read ([0-9]+), write ([0-9]+), timeout ([0-9]+)");
    private static final Pattern BROKEN = Pattern.compile("Socket errors: .*");

    /**
     * What one run gave.
     *
     * @param refused how many answers were no 2xx
     * @param cpuMicros that the server took for each call, if that was measured
     */
    record Sample(double perSecond, double p99Micros, long total, long refused, double cpuMicros) {

        /** @param cpuMicros that the server took for each call */
        Sample withCpuMicros(double cpuMicros) {
            return new Sample(perSecond, p99Micros, total, refused, cpuMicros);
        }

        Sample allAllowed(String name) {
            if (refused > 0) {
                throw new IllegalStateException(refused + " of " + total + " calls were refused: " + name);
            }
            return this;
        }
    }

    /** With tokens from a file, in turn. */
    static Wrk calls(String url, Path tokens, int first, int count) {
        return new Wrk(
                url,
                List.of(
                        "src/bench/resources/lua/calls.lua",
                        tokens.toString(),
                        Integer.toString(first),
                        Integer.toString(Math.max(count, THREADS)),
                        Integer.toString(THREADS)));
    }

    static Wrk posts(String url, String form) {
        return new Wrk(url, List.of("src/bench/resources/lua/introspection.lua", form));
    }

    Sample run(int seconds) throws IOException, InterruptedException {
        return run(seconds, CONNECTIONS);
    }

    Sample run(int seconds, int connections) throws IOException, InterruptedException {
        return finish(start(seconds, connections));
    }

    /** To run beside another. */
    Process start(int seconds, int connections) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "--latency",
                "--timeout",
                "20s",
                "-t",
                "" + THREADS,
                "-c",
                "" + connections,
                "-d",
                seconds + "s",
                "-s",
                script.getFirst(),
                url,
                "--"));
        command.addAll(script.subList(1, script.size()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /**
     * Of a server that may leave calls without an answer in time: these count as refused, and as taking all of the
     * time.
     */
    static Sample finishWithLosses(Process wrk, int seconds) throws IOException, InterruptedException {
        String said = said(wrk);
        Matcher broken = LOST.matcher(said);
        long lost = 0;
        if (broken.find()) {
            for (int i = 1; i <= broken.groupCount(); i++) {
                lost += Long.parseLong(broken.group(i));
            }
        }
        if (Long.parseLong(find(TOTAL, said).group(1)) == 0) {
            return new Sample(0, seconds * 1e6, 0, Math.max(lost, CONNECTIONS), 0);
        }
        Sample sample = sample(said);
        double p99 = lost * 100 > sample.total() ? seconds * 1e6 : sample.p99Micros();
        return new Sample(sample.perSecond(), p99, sample.total(), sample.refused() + lost, 0);
    }

    static Sample finish(Process wrk) throws IOException, InterruptedException {
        String said = said(wrk);
        if (BROKEN.matcher(said).find()) {
            throw new IllegalStateException("wrk:\n" + said);
        }
        return sample(said);
    }

    private static String said(Process wrk) throws IOException, InterruptedException {
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (wrk.waitFor() != 0) {
            throw new IllegalStateException("wrk:\n" + said);
        }
        return said;
    }

    private static Sample sample(String said) {
        Matcher p99 = find(P99, said);
        double micros = Double.parseDouble(p99.group(1))
                * switch (p99.group(2)) {
                    case "us" -> 1;
                    case "ms" -> 1_000;
                    default -> 1_000_000;
                };
        Matcher refused = REFUSED.matcher(said);
        return new Sample(
                Double.parseDouble(find(RATE, said).group(1)),
                micros,
                Long.parseLong(find(TOTAL, said).group(1)),
                refused.find() ? Long.parseLong(refused.group(1)) : 0,
                0);
    }

    private static Matcher find(Pattern pattern, String said) {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new IllegalStateException("wrk said something else:\n" + said);
        }
        return matcher;
    }
}
