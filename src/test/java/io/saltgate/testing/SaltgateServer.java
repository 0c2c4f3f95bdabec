package io.saltgate.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Saltgate as people run it: a Payara Micro process of its own with the WAR, started as {@code bin/run} does, on a free
 * port of 127.0.0.1 and a data directory that goes with it. Unless told otherwise it has an owner of the account
 * {@value #ACCOUNT} already.
 *
 * <pre>{@code
 * try (SaltgateServer server = SaltgateServer.configure().env("SALTGATE_GATEWAYS", "127.0.0.1").start()) {
 *     Console console = server.signIn();
 *     console.enableApi();
 *     assertThat(server.verify(console.authToken()).status()).isEqualTo(200);
 * }
 * }</pre>
 *
 * <p>Most tests need none of their own: {@link #shared} has a PostgreSQL database behind it, and each test its own
 * account on it ({@link TestAccount}).
 */
public final class SaltgateServer implements AutoCloseable, Console.Site {

    /** Which server runs the WAR. */
    public enum Payara {
        SEVEN("saltgate.server", "target/server/payara-micro.jar"),
        SIX("saltgate.server6", "target/server/payara-micro-6.jar");

        private final String property;
        private final String byDefault;

        Payara(String property, String byDefault) {
            this.property = property;
            this.byDefault = byDefault;
        }

        Path jar() {
            return existing(Path.of(System.getProperty(property, byDefault)));
        }
    }

    /** For {@code @MethodSource}: {@link #servers}. */
    public static final String SERVERS = "io.saltgate.testing.SaltgateServer#servers";

    public static final String EMAIL = "owner@example.com";
    public static final String PASSWORD = "correct horse battery staple";
    public static final String ACCOUNT = "acme";

    /** The operator key of servers that tests share. */
    public static final String OPERATOR_KEY = "an-operator-key-of-the-tests-0123456789";

    /** Of the JVM: a start takes less time so, and what follows more. */
    private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    private static final Path SERVER_COMMANDS = Path.of("bin/lib/server");

    /** Payara 7 has no such attribute, and names itself nowhere. */
    private static final String HIDE_VERSION =
            "set configs.config.server-config.network-config.protocols.protocol.gate-listener.http.xpowered-by=false\n";

    private static final String NOT_OURS = "only servers on PostgreSQL let others into their database";
    private static final Duration START_PATIENCE = Duration.ofSeconds(240);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 30;
    private static final Pattern SENTENCE = Pattern.compile("Saltgate cannot start: (.*)");
    private static final String CLASSES_NOT_READ = "DeploymentContext does not contain any EJB";
    private static final String DEPLOYMENT_FAILED = "SEVERE javax.enterprise.system.core: ";
    private static final Set<SaltgateServer> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(SaltgateServer::close)));
    }

    private static final Map<Payara, SaltgateServer> SHARED = new EnumMap<>(Payara.class);

    private final Builder options;
    private final int port;
    private final Path home;
    private final Path log;
    private Process process;
    private HikariDataSource pool;
    private int logStart;

    private SaltgateServer(Builder options) throws IOException {
        this.options = options;
        this.port = freePort();
        this.home = Files.createTempDirectory("saltgate-it");
        // Beside the WAR and not in the home: a failed test's log outlives its server.
        Path logs = Files.createDirectories(war().toAbsolutePath().resolveSibling("server-logs"));
        this.log = logs.resolve("saltgate-" + port + ".log");
        Files.deleteIfExists(log);
    }

    /** How a server is to be started. */
    public static final class Builder {

        private final Map<String, String> environment = new HashMap<>();
        private final List<String> jvmOptions = new ArrayList<>();
        private final List<String> serverOptions = new ArrayList<>();
        private Payara payara = Payara.SEVEN;
        private Path dataDir;
        private Path logProperties;
        private String databaseUrl;
        private int gatePort;

        private Builder() {
            env("SALTGATE_BOOTSTRAP_EMAIL", EMAIL);
            env("SALTGATE_BOOTSTRAP_PASSWORD", PASSWORD);
            env("SALTGATE_BOOTSTRAP_ACCOUNT", ACCOUNT);
            env("SALTGATE_WEBHOOKS_ALLOW", "127.0.0.0/8"); // receivers of the tests
        }

        public Builder payara(Payara version) {
            payara = version;
            return this;
        }

        /** A configuration key in its environment form; null takes it away. */
        public Builder env(String name, String value) {
            if (value == null) {
                environment.remove(name);
            } else {
                environment.put(name, value);
            }
            return this;
        }

        /** Nobody is set up yet: the first run is by the browser. */
        public Builder withoutOwner() {
            return env("SALTGATE_BOOTSTRAP_EMAIL", null)
                    .env("SALTGATE_BOOTSTRAP_PASSWORD", null)
                    .env("SALTGATE_BOOTSTRAP_ACCOUNT", null);
        }

        /** On a new, empty PostgreSQL database. */
        public Builder postgres() {
            return postgres(TestDatabase.Postgres.createDatabase());
        }

        /** On this PostgreSQL database, as user {@code postgres}. */
        public Builder postgres(String url) {
            databaseUrl = url;
            return env("SALTGATE_DB_URL", url)
                    .env("SALTGATE_DB_USER", "postgres")
                    .env("SALTGATE_DB_PASSWORD", "postgres");
        }

        /** Instead of one that is made for this server and deleted with it. */
        public Builder dataDir(Path path) {
            dataDir = path;
            return this;
        }

        public Builder jvmOption(String option) {
            jvmOptions.add(option);
            return this;
        }

        /** With a listener for gateways, on a free port ({@link SaltgateServer#gatePort}). */
        public Builder gatePort() {
            try {
                gatePort = freePort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return env("SALTGATE_GATE_PORT", Integer.toString(gatePort));
        }

        private int bodyThreads() {
            return Integer.parseInt(environment.getOrDefault("SALTGATE_BODY_THREADS", "48"));
        }

        /** An option of Payara Micro, with its value. */
        public Builder serverOption(String... words) {
            serverOptions.addAll(List.of(words));
            return this;
        }

        /** Instead of {@code bin/lib/logging.properties}. */
        public Builder logProperties(Path file) {
            logProperties = file;
            return this;
        }

        /** Starts and waits until it is ready. */
        public SaltgateServer start() {
            SaltgateServer server = launch();
            try {
                server.awaitReady();
                return server;
            } catch (RuntimeException | Error e) {
                server.close();
                throw e;
            }
        }

        /** Starts a server that must refuse to, and stops it. Gives what follows {@code Saltgate cannot start:}. */
        public String startRefused() {
            try (SaltgateServer server = launch()) {
                return server.awaitRefusal();
            }
        }

        /** Starts and does not wait. */
        public SaltgateServer launch() {
            try {
                SaltgateServer server = new SaltgateServer(this);
                server.launch();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static Builder configure() {
        return new Builder();
    }

    /** The one that tests share; on PostgreSQL. Never close or reconfigure it: use an account of your own on it. */
    public static SaltgateServer shared() {
        return shared(Payara.SEVEN);
    }

    /** The one of each Payara, for what depends on the server. */
    public static synchronized SaltgateServer shared(Payara payara) {
        return SHARED.computeIfAbsent(
                payara,
                version -> configure()
                        .payara(version)
                        .env("SALTGATE_OPERATOR_KEY", OPERATOR_KEY)
                        .env("SALTGATE_WEBHOOKS_ALLOW", "127.0.0.0/8")
                        .postgres()
                        .start());
    }

    /**
     * The servers that tests run on: Payara 7, and with {@code -Dsaltgate.servers=SEVEN,SIX}, as in a full run, Payara
     * 6 too. In an ordinary run that is started once, for {@code VerifyValveIT}, which depends on the server most.
     */
    public static List<Payara> servers() {
        return Stream.of(System.getProperty("saltgate.servers", "SEVEN").split(","))
                .map(Payara::valueOf)
                .toList();
    }

    /** Options of the JVM with which Payara 7 starts in less time, to be slower later. */
    private static List<String> quickStart() {
        List<String> all = new ArrayList<>(List.of(FIRST_COMPILER));
        all.addAll(ClassArchive.options(Payara.SEVEN.jar()));
        return all;
    }

    /** The public address, such as {@code http://localhost:23456}. */
    @Override
    public String url() {
        return options.environment.getOrDefault("SALTGATE_PUBLIC_URL", "http://localhost:" + port);
    }

    /** Where it listens, for clients that do not care about names. */
    @Override
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Of the listener for gateways, if there is one. */
    public int gatePort() {
        return options.gatePort;
    }

    public Path dataDir() {
        return options.dataDir == null ? home.resolve("data") : options.dataDir;
    }

    /** All that the process has written. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new connection to its PostgreSQL database. */
    public Connection connect() throws SQLException {
        if (options.databaseUrl == null) {
            throw new IllegalStateException(NOT_OURS);
        }
        return DriverManager.getConnection(options.databaseUrl, "postgres", "postgres");
    }

    /** A kept connection to its PostgreSQL database: a new one takes longer than most of what tests ask. */
    synchronized Connection borrowConnection() throws SQLException {
        if (options.databaseUrl == null) {
            throw new IllegalStateException(NOT_OURS);
        }
        if (pool == null) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(options.databaseUrl);
            config.setUsername("postgres");
            config.setPassword("postgres");
            config.setMinimumIdle(0);
            config.setMaximumPoolSize(8);
            pool = new HikariDataSource(config);
        }
        return pool.getConnection();
    }

    /** The one number that a query of its PostgreSQL database gives. */
    public long queryNumber(String sql) {
        try (Connection connection = borrowConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A browser that has signed in as the owner of {@value #ACCOUNT}. */
    public Console signIn() {
        return Console.at(this).signIn(EMAIL, PASSWORD);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As a power cut would: nothing is flushed, nobody is told. */
    public void kill9() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Stands still until {@link #thaw}: a long pause of the machine. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As Ctrl-C would. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** For the next {@link #restart}. */
    public void reconfigure(String name, String value) {
        options.env(name, value);
    }

    /** Same data directory, same port; stops it first if it still runs. */
    public void restart() {
        if (isAlive()) {
            stop();
        }
        launchAgain();
        awaitReady();
    }

    private void launchAgain() {
        try {
            launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitReady() {
        awaitFirstWord();
        Eventually.await(() -> "ready:\n" + askForThreads(), START_PATIENCE, () -> {
            String written = logOfThisStart();
            if (startsAgainWhereClassesWereNotRead(written)) {
                return false;
            }
            if (!isAlive() || findSentence(written).isPresent() || written.contains(DEPLOYMENT_FAILED)) {
                throw new AssertionError("Saltgate did not start:\n" + written);
            }
            return isReady();
        });
    }

    /**
     * A start that stands still before the server's first line, as one in a hundred did while the server started on
     * several threads, is told with what its threads wait for, and made again once.
     */
    private void awaitFirstWord() {
        if (!Eventually.happens(SILENCE, () -> !isAlive() || !logOfThisStart().isEmpty() || isReady())) {
            System.err.println(
                    "the server said nothing for " + SILENCE + ", and is started again:\n" + askForThreads());
            kill9();
            launchAgain();
        }
    }

    /** A dump of the server's threads, as the virtual machine writes it. */
    public String threads() {
        int before = log().length();
        signal("QUIT");
        Eventually.await(
                "a dump of the threads",
                START_PATIENCE,
                () -> log().substring(before).contains("JNI global refs"));
        return log().substring(before);
    }

    /**
     * Payara's reading of the application's classes ends too early once in a while, and finds no session bean among
     * them: seen once in some seventy starts. Such a start is made again, and told in the run's output.
     */
    private boolean startsAgainWhereClassesWereNotRead(String written) {
        if (!written.contains(CLASSES_NOT_READ)) {
            return false;
        }
        System.err.println("the server did not find the application's beans, and is started again: " + log);
        kill9();
        launchAgain();
        return true;
    }

    /** The log, with what the server's threads are waiting for. */
    private String askForThreads() {
        signal("QUIT");
        Eventually.pause(1_000);
        return logOfThisStart();
    }

    /** Waits for the sentence of a server that refuses to start. */
    public String awaitRefusal() {
        Eventually.await("refused: " + log, START_PATIENCE, () -> {
            if (startsAgainWhereClassesWereNotRead(logOfThisStart())) {
                return false;
            }
            if (!isAlive() || isReady()) {
                throw new AssertionError("Saltgate did not refuse to start:\n" + log());
            }
            return findSentence(logOfThisStart()).isPresent();
        });
        return findSentence(logOfThisStart()).orElseThrow();
    }

    /** Waits for either: the sentence if it refused, empty if it is ready. */
    public Optional<String> awaitOutcome() {
        Eventually.await(
                "ready or refused: " + log,
                START_PATIENCE,
                () -> findSentence(logOfThisStart()).isPresent() || isReady());
        return findSentence(logOfThisStart());
    }

    /** Ends the process and deletes all that was made for it but the log. */
    @Override
    public void close() {
        if (isAlive()) {
            kill9();
        }
        RUNNING.remove(this);
        if (pool != null) {
            pool.close();
        }
        delete(home);
    }

    private boolean isReady() {
        try {
            return Http.get(address() + "/health/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false; // it does not listen yet
        }
    }

    private void launch() throws IOException {
        Path tmp = Files.createDirectories(home.resolve("tmp"));
        Files.createDirectories(dataDir());
        logStart = log().length();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + tmp,
                "-Xmx512m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dorg.glassfish.startupThreadPolicy=USE_NO_THREADS",
                "-Dorg.glassfish.grizzly.http.STRICT_HEADER_VALUE_VALIDATION_RFC_9110=false"));
        command.addAll(options.jvmOptions);
        command.addAll(options.payara == Payara.SEVEN ? quickStart() : List.of(FIRST_COMPILER));
        command.addAll(List.of(
                "-jar",
                options.payara.jar().toString(),
                "--deploy",
                war().toString(),
                "--contextroot",
                "/",
                "--port",
                Integer.toString(port),
                "--noHazelcast",
                "--disablephonehome",
                "--prebootcommandfile",
                commandFile("pre-boot").toString(),
                "--postbootcommandfile",
                commandFile("post-boot").toString(),
                "--postdeploycommandfile",
                commandFile("post-deploy").toString(),
                "--logproperties",
                logProperties().toString()));
        command.addAll(options.serverOptions);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("SALTGATE_") || name.equals("PORT"));
        environment.put("SALTGATE_DATA_DIR", dataDir().toString());
        environment.put("SALTGATE_PUBLIC_URL", "http://localhost:" + port);
        environment.putAll(options.environment);
        process = builder.start();
        RUNNING.add(this);
    }

    /** The server's commands of one moment, as {@code bin/run} fills them in. */
    private Path commandFile(String moment) throws IOException {
        String commands = Files.readString(existing(SERVER_COMMANDS.resolve(moment)));
        Path gate = SERVER_COMMANDS.resolve(moment + "-gate");
        if (options.gatePort > 0 && Files.exists(gate)) {
            commands += Files.readString(gate);
        }
        if (options.payara == Payara.SIX && moment.equals("pre-boot") && options.gatePort > 0) {
            commands += HIDE_VERSION;
        }
        return Files.writeString(
                home.resolve(moment),
                commands.replace("@HOST@", "127.0.0.1")
                        .replace("@THREADS@", Integer.toString(4 * options.bodyThreads()))
                        .replace("@GATE_HOST@", "127.0.0.1")
                        .replace("@GATE_PORT@", Integer.toString(options.gatePort)));
    }

    private static Path war() {
        return existing(Path.of(System.getProperty("saltgate.war", "target/saltgate.war")));
    }

    private Path logProperties() {
        return options.logProperties == null ? existing(Path.of("bin/lib/logging.properties")) : options.logProperties;
    }

    private String logOfThisStart() {
        return log().substring(logStart);
    }

    private static Optional<String> findSentence(String written) {
        Matcher sentence = SENTENCE.matcher(written);
        return sentence.find() ? Optional.of(sentence.group(1)) : Optional.empty();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("the server did not stop within " + STOP_SECONDS + " s: " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Below the range from which the system takes ports for outgoing connections, so that it is free still at start.
     */
    public static int freePort() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // somebody listens there: the next
            }
        }
        throw new IOException("no free port");
    }

    private static Path existing(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException(path.toAbsolutePath() + " is missing: run mvn package first");
        }
        return path.toAbsolutePath();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
