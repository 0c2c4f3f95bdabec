package io.saltgate.bench;

import io.saltgate.apiaccess.AuthToken;
import io.saltgate.apiaccess.MadeTokens;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingFile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The benchmark: what a decision costs beside what else could stand in its place, in one run on one server. */
public final class Bench {

    /** Who calls, as the gateway says. */
    static final String CALLER = "203.0.113.7";

    /** Of the server. What the gate may remember is a quarter of it. */
    static final String HEAP = "6g";

    private static final int MANY = 1_000;
    private static final int MILLION = 1_000_000;
    private static final int HOT = 100_000;
    private static final int LONG_LISTS = 100;
    private static final int LONG = 10_000;
    private static final int SHORT = 10;
    private static final int COLD_PROFILE = 100_000;
    private static final int COLD_WARM_UP = 150_000;
    private static final int COLD_ALONE = 900_000;
    private static final int MOST_COLD_A_SECOND = 30_000;
    private static final int PROFILE_SECONDS = 5;

    /** What is measured. */
    private enum Part {
        ALL,
        PROFILE,
        WARM,
        COLD,
        WEBHOOKS,
        GATEWAY,
        SIEGE,
        REVOCATION,
        AUDIT,
        START
    }

    private static final String VERIFY = "/verify";
    private static final String SAME = "empty servlet, same WAR";
    private static final String OTHER = "empty servlet, other WAR";

    private final Path home = Path.of("target/bench/run").toAbsolutePath();
    private final Figures figures = new Figures();
    private final Part part;
    private final int rounds;
    private final int seconds;
    private final int warmUp;
    private final String url;
    private final int port = Child.freePort();

    // Once they are there: the server, and files of tokens.
    private Child payara;
    private Path one;
    private Path many;
    private Path hot;
    private Path cold;

    private Bench(boolean quick, Part part) {
        this.part = part;
        rounds = quick ? 6 : 15;
        seconds = quick ? 1 : 2;
        warmUp = quick ? 8 : 16;
        url = "http://127.0.0.1:" + port;
        figures.note("quick", quick);
    }

    public static void main(String... options) throws Exception {
        List<String> known = List.of(options);
        if (!Set.of(
                        "--quick",
                        "--profile",
                        "--warm",
                        "--cold",
                        "--webhooks",
                        "--gateway",
                        "--siege",
                        "--revocation",
                        "--audit",
                        "--start")
                .containsAll(known)) {
            System.err.println("bin/bench takes --quick and one of --profile, --warm, --cold, --webhooks, --gateway,"
                    + " --siege, --revocation, --audit, --start, nothing else.");
            System.exit(2);
        }
        Part part = Stream.of(Part.values())
                .filter(one -> known.contains("--" + one.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(Part.ALL);
        new Bench(known.contains("--quick"), part).run();
    }

    private void run() throws Exception {
        forget(home);
        Files.createDirectories(home);
        Machine.describe(figures);
        Path saltgate = Wars.withEmptyServlet(Path.of("target/saltgate.war"), home.resolve("saltgate.war"));
        if (part == Part.WEBHOOKS) {
            webhooks();
            return;
        }
        Path other = Wars.ofEmptyServlet(home.resolve("other.war"));
        if (part == Part.SIEGE) {
            siege();
            return;
        }
        if (part == Part.REVOCATION) {
            revocations();
            return;
        }
        if (part == Part.AUDIT) {
            audit();
            return;
        }
        if (part == Part.START) {
            start(other);
            return;
        }
        say("PostgreSQL and Payara");
        try (EmbeddedPostgres postgres = Servers.postgres();
                Child server = Servers.payara(
                        home,
                        port,
                        saltgate,
                        other,
                        "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres")) {
            payara = server;
            KeyRing ring = new KeyRingFile(home.resolve("data/keyring")).read();
            Accounts accounts = new Accounts(postgres.getJdbcUrl("postgres", "postgres"), ring);
            warmUp(accounts);
            measure(accounts);
        }
        if (part == Part.ALL) {
            webhooks();
            siege();
            revocations();
            audit();
            start(other);
            say("decisions by themselves");
            Decisions.measure(figures);
            figures.write(Path.of("target/bench.json"));
            Chart.write(figures, Path.of("target/bench.svg"));
            System.out.println();
            System.out.print(figures.table());
        }
    }

    private void siege() throws Exception {
        say("a siege");
        Sieges.measure(home, Path.of("target/saltgate.war").toAbsolutePath(), figures, rounds / 2, seconds * 3);
    }

    private void revocations() throws Exception {
        say("revocations on another node");
        try (Revocations revocations =
                new Revocations(home, Path.of("target/saltgate.war").toAbsolutePath())) {
            revocations.measure(figures, rounds * 25, seconds);
        }
    }

    private void audit() throws Exception {
        say("an audit trail of a million entries");
        try (AuditTrails trails =
                new AuditTrails(home, Path.of("target/saltgate.war").toAbsolutePath())) {
            trails.measure(figures, rounds * 4);
        }
    }

    private void start(Path other) throws Exception {
        say("starts");
        Starts.measure(home, Path.of("target/saltgate.war").toAbsolutePath(), other, figures, rounds / 3);
    }

    private void webhooks() throws Exception {
        say("webhooks");
        try (Webhooks webhooks =
                new Webhooks(home, Path.of("target/saltgate.war").toAbsolutePath())) {
            webhooks.measure(figures, rounds * 4_000);
        }
    }

    private void measure(Accounts accounts) throws Exception {
        switch (part) {
            case ALL -> {
                warm(accounts);
                million(accounts);
                cold(MILLION - HOT - MANY);
                profile();
                flood();
                nginx();
                gateway();
                keycloak();
            }
            case PROFILE -> {
                cold = tokens("cold", accounts.add(COLD_PROFILE + COLD_WARM_UP, 0));
                warmUpCold();
                profile();
            }
            case WARM -> warm(accounts);
            case GATEWAY -> gateway();
            case WEBHOOKS, SIEGE, REVOCATION, AUDIT, START -> throw new IllegalStateException("on a server of its own");
            case COLD -> {
                cold = tokens("cold", accounts.add(COLD_ALONE, 0));
                cold(COLD_ALONE);
            }
        }
    }

    private void warmUp(Accounts accounts) throws Exception {
        one = tokens("one", accounts.add(1, 0));
        many = tokens("many", accounts.add(MANY - 1, SHORT));
        say("warm-up");
        // A server that has just started may have to say "try again" to the first of so many at once.
        Wrk.calls(url + VERIFY, many, 0, MANY - 1).run(seconds);
        Rounds.interleave(2, loads(many, MANY - 1, warmUp / 2));
    }

    private void profile() throws IOException, InterruptedException {
        say("profiles");
        profile("other", load("/other" + EmptyServlet.PATH, many, MANY - 1, PROFILE_SECONDS));
        profile("same", load(EmptyServlet.PATH, many, MANY - 1, PROFILE_SECONDS));
        profile("warm", load(VERIFY, many, MANY - 1, PROFILE_SECONDS));
        profile("cold", () -> Wrk.calls(url + VERIFY, cold, 0, COLD_PROFILE).run(PROFILE_SECONDS));
    }

    private void profile(String name, Rounds.Load load) throws IOException, InterruptedException {
        Profile profile = Profile.start(payara, home, name);
        long total = load.run().total();
        profile.stop(Path.of("target/bench-profile-" + name + ".txt"), total)
                .forEach((owner, micros) -> figures.add(
                        "profile." + name + "." + owner.replaceAll("[^A-Za-z]+", "_"),
                        "microseconds a call, " + name + ": " + owner,
                        micros));
    }

    private void warm(Accounts accounts) throws Exception {
        say("1,000 accounts, 10 entries each");
        Map<String, Rounds.Load> loads = loads(many, MANY - 1);
        Rounds found = Rounds.interleave(rounds, loads);
        figures.addAtLeast(
                "verify.ratio.empty_other_war",
                "/verify to empty servlet in another WAR",
                found.ratio(VERIFY, OTHER),
                0.80);
        figures.addAtLeast(
                "verify.ratio.empty_same_war",
                "/verify to empty servlet in the same WAR",
                found.ratio(VERIFY, SAME),
                0.93);
        figures.addAtMost(
                "verify.p99.ratio",
                "99th percentile: /verify to empty servlet in another WAR",
                found.ratio(VERIFY, OTHER, Wrk.Sample::p99Micros),
                1.5);
        figures.add("verify.per_second", "/verify, calls a second", found.perSecond(VERIFY));
        figures.add(
                "empty_same_war.per_second", "empty servlet in the same WAR, calls a second", found.perSecond(SAME));
        figures.add(
                "empty_other_war.per_second", "empty servlet in another WAR, calls a second", found.perSecond(OTHER));
        figures.add("verify.p99.micros", "/verify, 99th percentile in microseconds", found.p99Micros(VERIFY));
        figures.add(
                "empty_other_war.p99.micros",
                "empty servlet in another WAR, 99th percentile in microseconds",
                found.p99Micros(OTHER));

        figures.add(
                "verify.cpu.micros",
                "/verify, microseconds of the server's processors for each call",
                found.cpuMicros(VERIFY));
        figures.add("empty_same_war.cpu.micros", "empty servlet in the same WAR, microseconds", found.cpuMicros(SAME));
        figures.add("empty_other_war.cpu.micros", "empty servlet in another WAR, microseconds", found.cpuMicros(OTHER));

        say("1 account, no list");
        found = Rounds.interleave(rounds, loads(one, 1));
        figures.add("verify.ratio.one", "1 account without a list: to another WAR", found.ratio(VERIFY, OTHER));
        figures.add(
                "verify.ratio.one_same_war", "1 account without a list: to the same WAR", found.ratio(VERIFY, SAME));
    }

    private void million(Accounts accounts) throws Exception {
        say("a million accounts: writing them");
        List<AuthToken> longLists = accounts.add(LONG_LISTS, LONG);
        List<AuthToken> shortLists = accounts.add(HOT - LONG_LISTS, SHORT);
        List<AuthToken> mixed = new ArrayList<>(2 * shortLists.size());
        for (int i = 0; i < shortLists.size(); i++) {
            mixed.add(shortLists.get(i));
            mixed.add(longLists.get(i % LONG_LISTS));
        }
        hot = tokens("hot", mixed);
        cold = tokens("cold", accounts.add(MILLION - HOT - MANY, 0));
        say("a million accounts");
        remember(mixed.size());
        Map<String, Rounds.Load> loads = loads(hot, mixed.size());
        Rounds found = Rounds.interleave(rounds, loads);
        figures.addAtLeast(
                "verify.ratio.million",
                "1,000,000 accounts, lists of 10 and of 10,000: to another WAR",
                found.ratio(VERIFY, OTHER),
                0.75);
        figures.addAtLeast(
                "verify.ratio.million_same_war",
                "1,000,000 accounts, lists of 10 and of 10,000: to the same WAR",
                found.ratio(VERIFY, SAME),
                0.90);
        figures.add(
                "verify.million.per_second", "1,000,000 accounts: /verify, calls a second", found.perSecond(VERIFY));
    }

    /** One call with each token, by few at a time: more would wait for each other's reads. */
    private void remember(int count) throws IOException, InterruptedException {
        for (int at = 0; at < count; ) {
            at += Wrk.calls(url + VERIFY, hot, at, count - at).run(2, 4).total();
        }
    }

    /** @param count of accounts that never called */
    private void cold(int count) throws IOException, InterruptedException {
        say("tokens that are not remembered");
        int[] next = {COLD_PROFILE + COLD_WARM_UP};
        Rounds.Load load = () -> {
            int most = Math.min(MOST_COLD_A_SECOND * seconds, count - next[0]);
            Wrk.Sample sample =
                    Wrk.calls(url + VERIFY, cold, next[0], most).run(seconds).allAllowed("cold");
            if (sample.total() > most) {
                throw new IllegalStateException("some tokens were used twice");
            }
            next[0] += (int) sample.total() + Wrk.CONNECTIONS;
            return sample;
        };
        warmUpCold();
        Map<String, Rounds.Load> loads = new LinkedHashMap<>();
        loads.put(OTHER, load("/other" + EmptyServlet.PATH, many, MANY - 1, seconds));
        loads.put(VERIFY, load);
        Rounds found = Rounds.interleave(rounds, loads);
        figures.addAtLeast(
                "verify.ratio.cold",
                "each token once, nothing remembered: to another WAR",
                found.ratio(VERIFY, OTHER),
                0.35);
        figures.add("verify.cold.per_second", "each token once: /verify, calls a second", found.perSecond(VERIFY));
    }

    private void warmUpCold() throws IOException, InterruptedException {
        Wrk.calls(url + VERIFY, cold, COLD_PROFILE, COLD_WARM_UP).run(warmUp);
    }

    private void flood() throws IOException, InterruptedException {
        say("a flood of made-up tokens");
        Path forged = home.resolve("forged.tokens");
        Files.write(forged, Stream.generate(MadeTokens::forged).limit(HOT).toList());
        Wrk real = Wrk.calls(url + VERIFY, many, 0, MANY - 1);
        Wrk crowd = Wrk.calls(url + VERIFY, one, 0, 1);
        Wrk made = Wrk.calls(url + VERIFY, forged, 0, HOT);
        real.run(seconds);
        made.run(seconds);
        long before = Machine.liveHeap(payara);
        Map<String, Rounds.Load> loads = new LinkedHashMap<>();
        loads.put("alone", () -> real.run(seconds).allAllowed("alone"));
        loads.put("flood", () -> beside(real, made));
        loads.put("crowd", () -> beside(real, crowd));
        Rounds found = Rounds.interleave(rounds, loads);
        figures.addAtLeast(
                "flood.ratio.alone",
                "real callers beside as many connections of made-up tokens: to alone",
                found.ratio("flood", "alone"),
                0.5);
        figures.add(
                "flood.ratio.crowd",
                "real callers beside made-up tokens: to beside as many real ones",
                found.ratio("flood", "crowd"));
        figures.note("flood.heap.before.mib", (double) before);
        figures.add(
                "flood.heap.growth.mib", "live heap after the flood, growth in MiB", Machine.liveHeap(payara) - before);
    }

    private Wrk.Sample beside(Wrk measured, Wrk others) throws IOException, InterruptedException {
        Process running = others.start(seconds + 2, Wrk.CONNECTIONS);
        Thread.sleep(500);
        Wrk.Sample sample = measured.run(seconds).allAllowed("beside others");
        Wrk.finish(running);
        return sample;
    }

    private void nginx() throws IOException, InterruptedException {
        say("nginx");
        int nginxPort = Child.freePort();
        try (Child nginx = Servers.nginx(
                home.resolve("nginx"), nginxPort, Files.readAllLines(one).getFirst())) {
            Map<String, Rounds.Load> loads = new LinkedHashMap<>();
            loads.put("nginx", load("http://127.0.0.1:" + nginxPort + "/", one, 1, seconds));
            loads.put(VERIFY, load(VERIFY, one, 1, seconds));
            Rounds found = Rounds.interleave(rounds, loads);
            figures.add(
                    "verify.ratio.nginx_map",
                    "/verify to nginx that knows one token by heart",
                    found.ratio(VERIFY, "nginx"));
            figures.add(
                    "nginx_map.per_second",
                    "nginx that knows one token by heart, calls a second",
                    found.perSecond("nginx"));
        }
    }

    private void gateway() throws IOException, InterruptedException {
        say("nginx before an upstream");
        Gateways.measure(home, port, many, MANY - 1, figures, rounds, seconds);
    }

    private void keycloak() throws IOException, InterruptedException {
        say("Keycloak");
        try (Keycloak keycloak = Keycloak.start(home.resolve("keycloak"))) {
            Wrk introspection = Wrk.posts(keycloak.introspection(), keycloak.question());
            introspection.run(warmUp * 2);
            Map<String, Rounds.Load> loads = new LinkedHashMap<>();
            loads.put("keycloak", () -> introspection.run(seconds).allAllowed("Keycloak"));
            loads.put(VERIFY, load(VERIFY, many, MANY - 1, seconds));
            Rounds found = Rounds.interleave(rounds, loads);
            figures.addAtLeast(
                    "verify.ratio.keycloak",
                    "/verify to Keycloak's token introspection",
                    found.ratio(VERIFY, "keycloak"),
                    10);
            figures.add(
                    "keycloak.per_second",
                    "Keycloak's token introspection, calls a second",
                    found.perSecond("keycloak"));
        }
    }

    private Map<String, Rounds.Load> loads(Path tokens, int count) {
        return loads(tokens, count, seconds);
    }

    private Map<String, Rounds.Load> loads(Path tokens, int count, int seconds) {
        Map<String, Rounds.Load> loads = new LinkedHashMap<>();
        loads.put(OTHER, load("/other" + EmptyServlet.PATH, tokens, count, seconds));
        loads.put(VERIFY, load(VERIFY, tokens, count, seconds));
        loads.put(SAME, load(EmptyServlet.PATH, tokens, count, seconds));
        return loads;
    }

    private Rounds.Load load(String path, Path tokens, int count, int seconds) {
        Wrk wrk = Wrk.calls(path.startsWith("/") ? url + path : path, tokens, 0, count);
        return () -> {
            Duration before = payara.cpu();
            Wrk.Sample sample = wrk.run(seconds).allAllowed(path);
            return sample.withCpuMicros(payara.cpu().minus(before).toNanos() / 1e3 / sample.total());
        };
    }

    private Path tokens(String name, List<AuthToken> tokens) throws IOException {
        Path file = home.resolve(name + ".tokens");
        Accounts.write(file, tokens);
        return file;
    }

    private static void say(String what) {
        System.out.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + what + " ...");
    }

    static void forget(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
