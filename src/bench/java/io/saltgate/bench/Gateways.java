package io.saltgate.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What asking costs where it is asked: calls to an upstream through nginx that asks {@code /verify} first, beside the
 * same without.
 */
final class Gateways {

    private static final String ASKING = "asking";
    private static final String PLAIN = "plain";

    private Gateways() {}

    /** @param tokens of callers that are allowed, so many */
    static void measure(Path home, int saltgate, Path tokens, int count, Figures figures, int rounds, int seconds)
            throws IOException, InterruptedException {
        int port = Child.freePort();
        try (Child nginx = Servers.gateway(home.resolve("gateway"), port, Child.freePort(), saltgate)) {
            String url = "http://127.0.0.1:" + port + "/";
            Wrk asking = Wrk.calls(url + ASKING, tokens, 0, count);
            Wrk plain = Wrk.calls(url + PLAIN, tokens, 0, count);
            asking.run(seconds * 2);
            Map<String, Rounds.Load> loads = new LinkedHashMap<>();
            loads.put(PLAIN, () -> plain.run(seconds).allAllowed(PLAIN));
            loads.put(ASKING, () -> asking.run(seconds).allAllowed(ASKING));
            Rounds found = Rounds.interleave(rounds, loads);
            figures.add(
                    "gateway.ratio",
                    "nginx that asks /verify before an upstream: to the same without",
                    found.ratio(ASKING, PLAIN));
            figures.add("gateway.per_second", "nginx that asks /verify, calls a second", found.perSecond(ASKING));
            figures.add("gateway.plain.per_second", "nginx without asking, calls a second", found.perSecond(PLAIN));
            figures.note("gateway.p99.micros", found.p99Micros(ASKING));
            figures.note("gateway.plain.p99.micros", found.p99Micros(PLAIN));
        }
    }
}
