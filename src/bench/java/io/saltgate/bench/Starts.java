package io.saltgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How long Saltgate takes to start, and what memory it has after load, beside the same Payara with a WAR that does
 * nothing.
 */
final class Starts {

    private static final int LOAD_SECONDS = 15;

    private Starts() {}

    /** Both on the embedded database's first migration already done, with the same heap. */
    static void measure(Path home, Path war, Path empty, Figures figures, int rounds) throws Exception {
        double[] starts = new double[rounds];
        double[] memory = new double[rounds];
        double seconds = 0;
        double mebibytes = 0;
        start(home, "starts-saltgate", war, "/health/ready").close(); // migrates
        for (int i = 0; i < rounds; i++) {
            try (Started ours = start(home, "starts-saltgate", war, "/health/ready");
                    Started theirs = start(home, "starts-empty", empty, EmptyServlet.PATH)) {
                starts[i] = ours.seconds() / theirs.seconds();
                double oursAfter = ours.residentAfter("/verify");
                memory[i] = oursAfter / theirs.residentAfter(EmptyServlet.PATH);
                seconds += ours.seconds() / rounds;
                mebibytes += oursAfter / rounds;
            }
        }
        figures.add("start.ratio", "start to ready: to Payara with an empty WAR", median(starts));
        figures.add("start.seconds", "start to ready, seconds", seconds);
        figures.add("memory.ratio", "resident memory after load: to Payara with an empty WAR", median(memory));
        figures.add("memory.mib", "resident memory after load, MiB", mebibytes);
    }

    private record Started(Child server, int port, double seconds) implements AutoCloseable {

        /** In MiB; what is asked need not be allowed. */
        double residentAfter(String path) throws IOException, InterruptedException {
            Path nobody = Files.writeString(Files.createTempFile("nobody", ".tokens"), "nobody\nnobody\n");
            Wrk.calls("http://127.0.0.1:" + port + path, nobody, 0, 2).run(LOAD_SECONDS);
            Files.delete(nobody);
            return Machine.resident(server);
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static Started start(Path home, String name, Path war, String ready) throws Exception {
        int port = Child.freePort();
        long began = System.nanoTime();
        Child server = Servers.small(home.resolve(name), port, war, ready);
        return new Started(server, port, (System.nanoTime() - began) / 1e9);
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
